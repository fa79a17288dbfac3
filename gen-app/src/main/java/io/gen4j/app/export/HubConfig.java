package io.gen4j.app.export;

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
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code config.json} of a published model. It holds everything that re-creates the model, except the weights. */
final class HubConfig {

    private static final String LIBRARY = "gen4j";
    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final JsonNode json;

    private HubConfig(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    static void write(Path file, GenerativeModel model) throws IOException {
        ImageShape shape = model.spec().shape();
        ObjectNode json = JSON.createObjectNode();
        json.put("library_name", LIBRARY);
        json.put("format", FORMAT);
        json.put("family", model.family());
        json.set("config", ModelConfigs.toJson(model.config()));
        ObjectNode images = json.putObject("images");
        images.put("channels", shape.channels());
        images.put("height", shape.height());
        images.put("width", shape.width());
        images.set("labels", JSON.valueToTree(model.spec().labelNames()));
        AtomicFile.replace(file, json.toPrettyString() + "\n");
    }

    /**
     * Reads a published model's settings.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws InvalidDataException if another library or a later version of this library wrote the file
     */
    static HubConfig read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        JsonNode json;
        try (InputStream in = Files.newInputStream(file)) {
            json = JSON.readTree(in.readNBytes(MAX_BYTES));
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!json.path("library_name").asText().equals(LIBRARY)
                || !json.path("config").isObject()) {
            throw new InvalidDataException(file + " is no model of Gen4J's: expected library_name \"" + LIBRARY + "\"");
        }
        if (json.path("format").asInt() != FORMAT) {
            throw new InvalidDataException(
                    file + " has format " + json.path("format") + ": this version reads format " + FORMAT);
        }
        return new HubConfig(file, json);
    }

    /** Creates a model with these settings and initial weights. */
    GenerativeModel newModel() throws InvalidDataException {
        try {
            return create(ModelFamilies.named(json.path("family").asText()));
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private <C extends ModelConfig> GenerativeModel create(ModelFamily<C> family) {
        JsonNode images = json.path("images");
        List<String> labels = new ArrayList<>();
        images.path("labels").forEach(label -> labels.add(label.asText()));
        ImageShape shape = new ImageShape(
                images.path("channels").asInt(),
                images.path("height").asInt(),
                images.path("width").asInt());
        return family.create(ModelConfigs.with(family.defaults(), json.path("config")), new ImageSpec(shape, labels));
    }
}
