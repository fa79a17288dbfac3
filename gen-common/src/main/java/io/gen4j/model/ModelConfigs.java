package io.gen4j.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Settings as JSON objects, and back. */
public final class ModelConfigs {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private ModelConfigs() {}

    /** All settings, by name. */
    public static ObjectNode toJson(ModelConfig config) {
        return JSON.valueToTree(config);
    }

    /**
     * Some settings changed.
     *
     * @param base where the values come from that {@code changes} does not name
     * @param changes settings by name; numbers and booleans may be given as text
     * @throws IllegalArgumentException if a setting does not exist or has a value that cannot be; one line that says so
     */
    public static <C extends ModelConfig> C with(C base, JsonNode changes) {
        ObjectNode all = toJson(base);
        changes.properties().forEach(change -> all.set(change.getKey(), given(change.getKey(), change.getValue())));
        @SuppressWarnings("unchecked")
        Class<C> type = (Class<C>) base.getClass();
        try {
            return JSON.treeToValue(all, type);
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    "there is no setting \"" + e.getPropertyName() + "\": the settings are " + settingNames(type), e);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(reason(e), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private static JsonNode given(String setting, JsonNode value) {
        if (value.isNull()) {
            throw new IllegalArgumentException(setting + " has no value: give one, or leave the setting out");
        }
        return value;
    }

    /** What the record's constructor said, or else what Jackson says, with the setting's name. */
    private static String reason(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException cause) {
            return cause.getMessage();
        }
        String setting = e.getPath().isEmpty() ? "settings" : e.getPath().get(0).getFieldName();
        return setting + ": " + e.getOriginalMessage();
    }

    private static String settingNames(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.joining(", "));
    }
}
