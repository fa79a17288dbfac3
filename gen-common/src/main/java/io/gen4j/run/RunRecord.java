package io.gen4j.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.ConditionalModel;
import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.ModelConfigs;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.device.Engine;
import io.gen4j.runtime.CpuFeatures;
import io.gen4j.runtime.NativeSettings;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.OwnTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code config.json}: everything needed to repeat a run, or to resume it. Use it to read the settings and
 * the data of a run.
 */
public final class RunRecord {

    private static final int MAX_BYTES = 1 << 24;
    private static final int MAX_NESTING = 64;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .build())
            .setTypeFactory(OwnTypes.factory());

    private final ObjectNode json;

    private RunRecord(ObjectNode json) {
        this.json = json;
    }

    /** The record of a model alone, such as an imported one: its settings, the machine and the time. */
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

    /** As {@link #of(GenerativeModel)}, with the images that the model learns from. */
    public static RunRecord of(GenerativeModel model, ImageDataset train, @Nullable ImageDataset test) {
        Objects.requireNonNull(train, "train");
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
        node.put(Engine.VARIABLE, Engine.current().text());
    }

    /**
     * Reads a record.
     *
     * @throws InvalidDataException if the file is no record of a run
     */
    public static RunRecord read(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new InvalidDataException(
                        file + " has more than " + MAX_BYTES + " bytes: a run's record is smaller");
            }
            if (JSON.readTree(content) instanceof ObjectNode json
                    && json.path("family").isTextual()
                    && json.path("config").isObject()) {
                return new RunRecord(json);
            }
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new InvalidDataException(file + " is no record of a run: it names no family and no settings");
    }

    /** Adds or replaces a part that only the caller knows; returns this. */
    public RunRecord with(String name, Object value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        json.set(name, JSON.valueToTree(value));
        return this;
    }

    /** The part that {@link #with} added, or a missing node. */
    public JsonNode get(String name) {
        Objects.requireNonNull(name, "name");
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
     * Refuses images or labels that are not the run's.
     *
     * @throws InvalidDataException if checksums or names of labels differ; the message names both
     */
    public void requireData(ImageDataset train, @Nullable ImageDataset test) throws InvalidDataException {
        Objects.requireNonNull(train, "train");
        requireSame(train, json.path("data"));
        if (test != null && json.has("test")) {
            requireSame(test, json.path("test"));
        }
    }

    /**
     * Compares this record with a model that is to go on with the run.
     *
     * @throws InvalidDataException if settings differ that cannot change within a run
     */
    RunChanges changes(GenerativeModel model) throws InvalidDataException {
        return new RunChanges(json, of(model).json, model);
    }

    /**
     * Records changes.
     *
     * @param step the last update before them
     * @return whether there are any
     */
    boolean add(RunChanges changes, GenerativeModel model, long step) {
        return changes.addTo(json, of(model).json, step);
    }

    /**
     * Records a change outside the model's settings, such as the rhythm of evaluations.
     *
     * @param name as of {@link #with}
     * @param value the new value
     * @param step the last update before it, at least 0
     * @return whether the value is another one than before
     */
    public boolean change(String name, Object value, long step) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        Arguments.requireAtLeast("step", step, 0);
        JsonNode before = get(name);
        JsonNode after = JSON.valueToTree(value);
        // Compared as text, since the reader of the file makes an int of a small long.
        if (before.toString().equals(after.toString())) {
            return false;
        }
        ObjectNode change =
                json.withArray("/changes").addObject().put("step", step).put("setting", name);
        change.set("from", before.isMissingNode() ? JSON.nullNode() : before);
        change.set("to", after);
        json.set(name, after);
        return true;
    }

    private static void requireSame(ImageDataset data, JsonNode recorded) throws InvalidDataException {
        String checksum = data.checksum();
        if (!checksum.equals(recorded.path("sha256").asText())) {
            throw new InvalidDataException("the data has changed since the run began: " + data.name() + ", "
                    + data.size() + " images, has the checksum " + checksum + "; the run's " + recorded.path("name")
                    + ", " + recorded.path("images") + " images, has "
                    + recorded.path("sha256").asText());
        }
        JsonNode names = JSON.valueToTree(data.labelNames());
        if (recorded.has("labels") && !names.equals(recorded.path("labels"))) {
            throw new InvalidDataException("the labels have changed since the run began: " + data.name() + " has "
                    + names + ", the run's " + recorded.path("name") + " has " + recorded.path("labels")
                    + "; give them their old names");
        }
    }

    /** Writes the record, and replaces an existing file. */
    public void write(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        AtomicFile.replace(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + System.lineSeparator());
    }
}
