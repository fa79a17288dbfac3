package io.gen4j.persist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.data.ImageShape;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The reader and writer of model files, such as {@code model.zip}. Use it to load a model without knowledge of its
 * family. A file is a zip of the generating network, which DL4J's {@link ModelSerializer} reads. The entry {@code
 * gen4j.json} holds the family, the settings, and the shape and labels of the images.
 */
public final class ModelFile {

    private static final String DESCRIPTION = "gen4j.json";
    private static final int FORMAT = 1;
    private static final int MAX_DESCRIPTION_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelFile() {}

    /**
     * Reads a model of any family on the class path.
     *
     * @throws IOException if there is no such file, or it is not a model; the message says which
     */
    public static GenerativeModel load(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        JsonNode description = readDescription(file);
        try {
            ModelFamily<?> family =
                    ModelFamilies.named(description.path("family").asText());
            return load(file, family, description);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(file + " cannot be used: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            // Loading allocates one large array first: settings from a file can request any size.
            throw new IOException(file + " needs more memory than there is: " + e.getMessage(), e);
        }
    }

    /** As {@link #load(Path)}, for a known family. It refuses a file of another family. */
    public static <M extends GenerativeModel> M load(Path file, Class<M> type) throws IOException {
        Objects.requireNonNull(file, "file");
        GenerativeModel model = load(file);
        if (type.isInstance(model)) {
            return type.cast(model);
        }
        model.close();
        throw new InvalidDataException(
                file + " holds a model of the family " + model.family() + ", which is no " + type.getSimpleName());
    }

    /**
     * Reads only the weights of the network. DL4J's own reader would instantiate the classes that the file names. This
     * is unsafe for files from elsewhere.
     *
     * @param graph a graph with the same layers; changed and returned
     * @throws InvalidDataException if the file is damaged, or has another number of parameters
     */
    public static ComputationGraph readInto(Path file, ComputationGraph graph) throws IOException {
        NetworkParameters.readInto(file, graph);
        return graph;
    }

    /** Writes a model. It replaces an existing file. */
    public static void write(Path file, GenerativeModel model, ComputationGraph graph) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(graph, "graph");
        byte[] description = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(describe(model));
        AtomicFile.replace(
                file,
                out -> new NetworkArchive(out)
                        .add(graph)
                        .add(DESCRIPTION, description)
                        .finish());
    }

    private static <C extends ModelConfig> GenerativeModel load(Path file, ModelFamily<C> family, JsonNode description)
            throws IOException {
        C config = ModelConfigs.with(family.defaults(), description.path("config"));
        JsonNode images = description.path("images");
        ImageShape shape = new ImageShape(
                images.path("channels").asInt(),
                images.path("height").asInt(),
                images.path("width").asInt());
        List<String> labels = new ArrayList<>();
        images.path("labels").forEach(label -> labels.add(label.asText()));
        return family.load(file, config, new ImageSpec(shape, labels));
    }

    private static ObjectNode describe(GenerativeModel model) {
        ObjectNode description = JSON.createObjectNode();
        description.put("format", FORMAT);
        description.put("family", model.family());
        description.set("config", ModelConfigs.toJson(model.config()));
        ObjectNode images = description.putObject("images");
        ImageShape shape = model.spec().shape();
        images.put("channels", shape.channels());
        images.put("height", shape.height());
        images.put("width", shape.width());
        images.set("labels", JSON.valueToTree(model.spec().labelNames()));
        return description;
    }

    private static JsonNode readDescription(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no model file here");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(DESCRIPTION);
            if (entry == null) {
                throw new InvalidDataException(
                        file + " is a zip file, but has no " + DESCRIPTION + ": Gen4J did not write it");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return checkFormat(file, JSON.readTree(in.readNBytes(MAX_DESCRIPTION_BYTES)));
            }
        } catch (ZipException | EOFException | JsonProcessingException e) {
            throw new InvalidDataException(file + " is not a model file, or is damaged: " + e.getMessage(), e);
        }
    }

    private static JsonNode checkFormat(Path file, JsonNode description) throws IOException {
        int format = description.path("format").asInt();
        if (!description.path("config").isObject()) {
            throw new InvalidDataException(
                    file + " has a " + DESCRIPTION + " without settings: Gen4J did not write it");
        }
        if (format != FORMAT) {
            throw new IOException(file + " has format " + format + ", this version reads format " + FORMAT);
        }
        return description;
    }
}
