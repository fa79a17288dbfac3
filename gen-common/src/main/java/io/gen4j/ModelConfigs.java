package io.gen4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gen4j.runtime.internal.OwnTypes;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Converts settings to JSON objects and back. Use it to save settings, or to read them from a file or a request. The
 * components of nested records appear on the same level as the others. Enum values are written as on the command line,
 * such as {@code least-squares}.
 */
public final class ModelConfigs {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .typeFactory(OwnTypes.factory())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private ModelConfigs() {}

    /** Converts all settings to JSON, by name. */
    public static ObjectNode toJson(ModelConfig config) {
        ObjectNode flat = JSON.createObjectNode();
        flatten(JSON.valueToTree(config), config.getClass(), flat);
        return flat;
    }

    private static void flatten(JsonNode nested, Class<?> type, ObjectNode flat) {
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode value = nested.get(component.getName());
            if (component.getType().isRecord()) {
                flatten(value, component.getType(), flat);
            } else if (flat.has(component.getName())) {
                throw new IllegalStateException("two settings have the name " + component.getName());
            } else {
                flat.set(component.getName(), component.getType().isEnum() ? TextNode.valueOf(text(value)) : value);
            }
        }
    }

    private static String text(JsonNode constant) {
        return constant.asText().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The text of an enum value in files and on the command line, such as {@code least-squares}. */
    public static String text(Enum<?> constant) {
        return text(TextNode.valueOf(constant.name()));
    }

    /** All values of an enum setting, as {@link #text} writes them. */
    public static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> text((Enum<?>) constant))
                .toList();
    }

    /**
     * Returns a copy of the settings with changes.
     *
     * @param base the values of all settings that {@code changes} does not name
     * @param changes settings by name; numbers and booleans may be given as text
     * @throws IllegalArgumentException if a setting does not exist or has an invalid value; the message is one line
     */
    public static <C extends ModelConfig> C with(C base, JsonNode changes) {
        Objects.requireNonNull(base, "base");
        ObjectNode all = toJson(base);
        changes.fieldNames().forEachRemaining(name -> requireSetting(name, all));
        changes.properties().forEach(change -> all.set(change.getKey(), given(change.getKey(), change.getValue())));
        @SuppressWarnings("unchecked")
        Class<C> type = (Class<C>) base.getClass();
        try {
            return JSON.treeToValue(nest(all, type), type);
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

    private static void requireSetting(String name, ObjectNode settings) {
        if (!settings.has(name)) {
            List<String> names = new ArrayList<>();
            settings.fieldNames().forEachRemaining(names::add);
            throw new IllegalArgumentException(
                    "there is no setting \"" + name + "\": the settings are " + String.join(", ", names));
        }
    }

    /** Nests the settings as the record does: each record within it becomes a JSON object. */
    private static ObjectNode nest(ObjectNode flat, Class<?> type) {
        ObjectNode nested = JSON.createObjectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            if (component.getType().isRecord()) {
                nested.set(name, nest(flat, component.getType()));
            } else {
                JsonNode value = flat.get(name);
                nested.set(name, component.getType().isEnum() ? constant(name, value, component.getType()) : value);
            }
        }
        return nested;
    }

    private static TextNode constant(String setting, JsonNode value, Class<?> type) {
        int index = choices(type).indexOf(text(value));
        if (index < 0) {
            throw new IllegalArgumentException(
                    setting + " is " + value.asText() + ": must be one of " + String.join(", ", choices(type)));
        }
        return TextNode.valueOf(((Enum<?>) type.getEnumConstants()[index]).name());
    }

    /** The message of the record's constructor. If there is none, Jackson's message with the setting's name. */
    private static String reason(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException cause) {
            return cause.getMessage();
        }
        int depth = e.getPath().size();
        String setting = depth == 0 ? "settings" : e.getPath().get(depth - 1).getFieldName();
        return setting + ": " + e.getOriginalMessage();
    }
}
