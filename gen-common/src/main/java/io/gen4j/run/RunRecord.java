package io.gen4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.ConditionalModel;
import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.CpuFeatures;
import io.gen4j.runtime.NativeSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Everything needed to repeat a run, or to go on with it: what {@code config.json} holds. */
public final class RunRecord {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 1 << 24;

    private final ObjectNode json;

    private RunRecord(ObjectNode json) {
        this.json = json;
    }

    /** The record of a model that is not trained here: its settings, the machine and the time. */
    public static RunRecord of(GenerativeModel model) {
        ObjectNode json = JSON.createObjectNode();
        json.put("family", model.family());
        json.set("config", ModelConfigs.toJson(model.config()));
        ObjectNode kind = json.putObject("model");
        kind.put("latentSize", model.latentSize());
        kind.put("conditional", model instanceof ConditionalModel);
        kind.put("encoder", model instanceof EncoderModel);
        describeMachine(json.putObject("machine"));
        json.put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return new RunRecord(json);
    }

    /** As {@link #of(GenerativeModel)}, of a model and what it learns from. */
    public static RunRecord of(GenerativeModel model, ImageDataset train, @Nullable ImageDataset test) {
        RunRecord record = of(model);
        describe(train, record.json.putObject("data"));
        if (test != null) {
            describe(test, record.json.putObject("test"));
        }
        return record;
    }

    private static void describe(ImageDataset data, ObjectNode node) {
        node.put("name", data.name());
        node.put("images", data.size());
        node.put("shape", data.shape().toString());
        node.set("labels", JSON.valueToTree(data.labelNames()));
        node.put("sha256", data.checksum());
    }

    private static void describeMachine(ObjectNode node) {
        node.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        node.put("cpu", CpuFeatures.detect().model());
        node.put("processors", Runtime.getRuntime().availableProcessors());
        NativeSettings.choices().forEach(choice -> node.put(choice.name(), choice.value()));
    }

    /**
     * Reads a record.
     *
     * @throws InvalidDataException if the file is none
     */
    public static RunRecord read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (JSON.readTree(in.readNBytes(MAX_BYTES)) instanceof ObjectNode json
                    && json.path("family").isTextual()
                    && json.path("config").isObject()) {
                return new RunRecord(json);
            }
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new InvalidDataException(file + " is no record of a run: it names no family and no settings");
    }

    /** Adds something else that is worth knowing, or replaces it; returns this. */
    public RunRecord with(String name, Object value) {
        json.set(name, JSON.valueToTree(value));
        return this;
    }

    /** What {@link #with} added, or a missing node. */
    public JsonNode get(String name) {
        return json.path(name);
    }

    /** The {@link GenerativeModel#family() family} of the model. */
    public String family() {
        return json.path("family").asText();
    }

    /** The settings of the model, by name. */
    public JsonNode config() {
        return json.path("config");
    }

    /**
     * Refuses other images than those that the run learns from.
     *
     * @throws InvalidDataException if their checksums differ; the message names both
     */
    public void requireData(ImageDataset train, @Nullable ImageDataset test) throws InvalidDataException {
        requireSame(train, json.path("data"));
        if (test != null && json.has("test")) {
            requireSame(test, json.path("test"));
        }
    }

    /**
     * Takes over how many epochs a model is to be trained for, which may change from one start to the next.
     *
     * @return whether that was something new
     * @throws InvalidDataException if anything else differs from what the run began with
     */
    boolean update(GenerativeModel model) throws InvalidDataException {
        ModelConfig config = model.config();
        try {
            ModelConfig recorded = ModelConfigs.with(config, config());
            ObjectNode epochs = JSON.createObjectNode().put("epochs", config.epochs());
            if (model.family().equals(family())
                    && ModelConfigs.with(recorded, epochs).equals(config)) {
                json.set("config", ModelConfigs.toJson(config));
                return recorded.epochs() != config.epochs();
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException("the run's settings cannot be used: " + e.getMessage(), e);
        }
        throw new InvalidDataException("the run trains a " + family() + " with the settings " + config()
                + ": it cannot go on with a " + model.family() + " with the settings " + ModelConfigs.toJson(config));
    }

    private static void requireSame(ImageDataset data, JsonNode recorded) throws InvalidDataException {
        String checksum = data.checksum();
        if (!checksum.equals(recorded.path("sha256").asText())) {
            throw new InvalidDataException("the data has changed since the run began: " + data.name() + ", "
                    + data.size() + " images, has the checksum " + checksum + "; the run's " + recorded.path("name")
                    + ", " + recorded.path("images") + " images, has "
                    + recorded.path("sha256").asText());
        }
    }

    /** Writes the record, replacing what was there. */
    public void write(Path file) throws IOException {
        AtomicFile.replace(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + System.lineSeparator());
    }
}
