package io.gen4j.app.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.file.InvalidDataException;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings in a file, for {@code --config}. A YAML file has a model's settings, {@code data} and {@code limit}, with the
 * names of {@code config.json}. A run's {@code config.json} itself repeats that run.
 *
 * @param settings of the model, by name
 * @param data as of {@code --data}
 * @param limit as of {@code --limit}
 * @param record the run's record; null for YAML
 */
public record ConfigFile(
        ObjectNode settings,
        @Nullable String data,
        @Nullable Integer limit,
        @Nullable RunRecord record) {

    private static final int MAX_NESTING = 32;
    private static final int MAX_BYTES = 1 << 20;
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build());

    /** Settings as such a file, a line each. */
    public static String text(ModelConfig config) {
        try {
            return YAML.writer()
                    .without(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .writeValueAsString(ModelConfigs.toJson(config));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings are numbers and names", e);
        }
    }

    /** No settings. */
    public static ConfigFile empty() {
        return new ConfigFile(YAML.createObjectNode(), null, null, null);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidDataException if the file is not a YAML mapping or the record of a run
     */
    public static ConfigFile read(Path file) throws IOException {
        ObjectNode settings = readMapping(file);
        if (settings.path("family").isTextual() && settings.path("config").isObject()) {
            return of(RunRecord.read(file));
        }
        JsonNode data = settings.remove("data");
        JsonNode limit = settings.remove("limit");
        if (limit != null && !limit.isInt()) {
            throw new InvalidDataException(file + ": limit is " + limit + ": must be a whole number");
        }
        return new ConfigFile(
                settings,
                data == null ? null : data.asText(),
                limit == null ? null : Integer.valueOf(limit.asInt()),
                null);
    }

    /** The settings of a run. */
    public static ConfigFile of(RunRecord record) {
        return new ConfigFile(record.config().deepCopy(), null, null, record);
    }

    /** Where the run's images come from; null for YAML, or if the record does not tell. */
    @Nullable
    DataSource source() throws InvalidDataException {
        return record != null && record.get(DataSource.RECORD).isObject() ? DataSource.recorded(record) : null;
    }

    /** The run's {@link CheckpointOptions checkpoints}; the defaults for YAML. */
    public CheckpointOptions.Safety safety() throws InvalidDataException {
        return record == null
                ? CheckpointOptions.Safety.DEFAULTS
                : CheckpointOptions.Safety.of(record.get(CheckpointOptions.RECORD));
    }

    /** The run's {@link EvaluationOptions evaluations}; none for YAML. */
    public EvaluationOptions.Schedule evaluations() throws InvalidDataException {
        return record == null
                ? EvaluationOptions.Schedule.NEVER
                : EvaluationOptions.Schedule.of(record.get(EvaluationOptions.RECORD));
    }

    /**
     * Refuses the record of another model than the one to be trained.
     *
     * @throws IllegalArgumentException if the families differ
     */
    public void requireFamily(String family) {
        if (record != null && !record.family().equals(family)) {
            throw new IllegalArgumentException("--config is the record of a " + record.family() + ", and this trains a "
                    + family + ": use gen train " + record.family());
        }
    }

    private static ObjectNode readMapping(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidDataException(
                    file + " has " + Files.size(file) + " bytes: settings have at most " + MAX_BYTES);
        }
        try {
            if (YAML.readTree(Files.readString(file)) instanceof ObjectNode mapping) {
                return mapping;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(file + " is not valid YAML: " + e.getOriginalMessage(), e);
        }
        throw new InvalidDataException(file + " must hold lines such as \"epochs: 5\"");
    }
}
