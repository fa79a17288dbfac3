package io.gen4j.app.studio.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.GenerativeModel;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.runs.StoredRun;
import io.gen4j.persist.ModelFile;
import io.gen4j.run.CheckpointModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A reader of model files that may be damaged or forged. It refuses a file whose networks exceed its own parameters,
 * before it allocates memory for them.
 */
final class SafeModelFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DESCRIPTION = "gen4j.json";
    private static final String PARAMETERS = "coefficients.bin";
    private static final int MAX_DESCRIPTION_BYTES = 1 << 20;
    private static final int MAX_LABELS = 10_000;
    private static final int MAX_SIDE = 4096;
    private static final int FLOAT_BYTES = 4;

    private SafeModelFile() {}

    /**
     * Reads a model.
     *
     * @throws ConflictException if the file is damaged or unusable; the message names the fault
     */
    static GenerativeModel load(Path file) {
        try {
            check(file);
            return ModelFile.load(file);
        } catch (ConflictException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw unusable(file.getParent(), file, e);
        }
    }

    /**
     * Reads the model of a checkpoint, which the run's record describes.
     *
     * @throws ConflictException if the file or the record is damaged or unusable; the message names the fault
     */
    static GenerativeModel loadCheckpoint(StoredRun run, Path file) {
        try {
            JsonNode record = run.record();
            ObjectNode description = JSON.createObjectNode();
            description.set("family", record.path("family"));
            description.set("config", record.path("config"));
            description.set("images", images(record.path(record.has("data") ? "data" : "images")));
            check(file, description, Files.size(file) / FLOAT_BYTES);
            return CheckpointModel.load(run.directory(), file);
        } catch (ConflictException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw unusable(run.directory().path(), file, e);
        }
    }

    /** The images of a record, in the form of a model's file. */
    private static ObjectNode images(JsonNode recorded) {
        ObjectNode images = JSON.createObjectNode();
        String[] sides = recorded.path("shape").asText().split("x");
        String[] names = {"channels", "height", "width"};
        for (int i = 0; i < names.length; i++) {
            if (i < sides.length && sides[i].matches("\\d{1,5}")) {
                images.put(names[i], Integer.parseInt(sides[i]));
            }
        }
        images.set("labels", recorded.path("labels"));
        return images;
    }

    private static ConflictException unusable(Path folder, Path file, Throwable fault) {
        String reason = String.valueOf(fault.getMessage())
                .replace(file.toString(), "it")
                .replace(folder.toString(), "the run");
        return new ConflictException(
                "%s of the run cannot be used: %s".formatted(file.getFileName(), firstLine(reason)), fault);
    }

    private static void check(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            @Nullable ZipEntry description = zip.getEntry(DESCRIPTION);
            @Nullable ZipEntry parameters = zip.getEntry(PARAMETERS);
            require(file, description != null, "it has no " + DESCRIPTION);
            require(file, parameters != null, "it has no " + PARAMETERS);
            try (InputStream in = zip.getInputStream(description)) {
                byte[] bytes = in.readNBytes(MAX_DESCRIPTION_BYTES + 1);
                require(file, bytes.length <= MAX_DESCRIPTION_BYTES, DESCRIPTION + " is too long");
                check(file, JSON.readTree(bytes), parameters.getSize() / FLOAT_BYTES);
            }
        }
    }

    private static void check(Path file, JsonNode description, long parameters) {
        JsonNode images = description.path("images");
        long pixels = 1;
        for (String side : new String[] {"channels", "height", "width"}) {
            JsonNode value = images.path(side);
            require(
                    file,
                    value.isInt() && value.intValue() >= 1 && value.intValue() <= MAX_SIDE,
                    "its images' " + side + " must be a whole number from 1 to " + MAX_SIDE);
            pixels *= value.intValue();
        }
        require(file, pixels <= parameters, "its images have more pixels than it has parameters");
        require(file, images.path("labels").size() <= MAX_LABELS, "it has more than " + MAX_LABELS + " labels");
        for (Map.Entry<String, JsonNode> setting : description.path("config").properties()) {
            require(
                    file,
                    !isLarge(setting.getValue(), parameters)
                            || !WidthSettings.isWidth(
                                    description.path("family").asText(), description.path("config"), setting.getKey()),
                    "its setting " + setting.getKey() + " is larger than its number of parameters");
        }
    }

    private static boolean isLarge(JsonNode value, long parameters) {
        return value.asDouble() > parameters; // of a number, or of the text of one
    }

    private static void require(Path file, boolean condition, String otherwise) {
        if (!condition) {
            throw new ConflictException("%s of the run cannot be used: %s".formatted(file.getFileName(), otherwise));
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("it is damaged");
    }
}
