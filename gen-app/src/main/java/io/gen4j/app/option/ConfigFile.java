package io.gen4j.app.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings in a YAML file: those of the model, by their names in a run's {@code config.json}, and {@code data} and
 * {@code limit}.
 */
public record ConfigFile(
        ObjectNode settings,
        @Nullable String data,
        @Nullable Integer limit) {

    private static final int MAX_NESTING = 32;
    private static final int MAX_BYTES = 1 << 20;
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build());

    /** No settings. */
    public static ConfigFile empty() {
        return new ConfigFile(YAML.createObjectNode(), null, null);
    }

    /** @throws InvalidDataException if the file is no YAML mapping */
    public static ConfigFile read(Path file) throws IOException {
        ObjectNode settings = readMapping(file);
        JsonNode data = settings.remove("data");
        JsonNode limit = settings.remove("limit");
        if (limit != null && !limit.isInt()) {
            throw new InvalidDataException(file + ": limit is " + limit + ": must be a whole number");
        }
        return new ConfigFile(
                settings, data == null ? null : data.asText(), limit == null ? null : Integer.valueOf(limit.asInt()));
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
            throw new InvalidDataException(file + " is not YAML: " + e.getOriginalMessage(), e);
        }
        throw new InvalidDataException(file + " must hold lines such as \"epochs: 5\"");
    }
}
