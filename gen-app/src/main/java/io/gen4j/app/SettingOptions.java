package io.gen4j.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.model.ModelConfig;
import io.gen4j.model.ModelConfigs;
import io.gen4j.model.Setting;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command that come from the components of a family's settings. */
final class SettingOptions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SettingOptions() {}

    /** Adds an option for each setting: {@code --batch-size} for {@code batchSize}. */
    static void add(CommandSpec command, ModelConfig defaults) {
        JsonNode values = ModelConfigs.toJson(defaults);
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            String description = component.getAnnotation(Setting.class).value();
            String value = values.get(component.getName()).asText().toLowerCase(Locale.ROOT);
            command.addOption(OptionSpec.builder("--" + kebabCase(component.getName()))
                    .type(boxed(component.getType()))
                    .paramLabel(label(component.getType()))
                    .arity(component.getType() == boolean.class ? "0..1" : "1")
                    .fallbackValue("true")
                    .description(capitalized(description) + "; default " + value + ".")
                    .build());
        }
    }

    /** The settings that were given as options. */
    static ObjectNode given(CommandSpec command, ModelConfig defaults) {
        ObjectNode given = JSON.createObjectNode();
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            Object value =
                    command.findOption("--" + kebabCase(component.getName())).getValue();
            if (value != null) {
                given.set(component.getName(), JSON.valueToTree(value));
            }
        }
        return given;
    }

    private static String label(Class<?> type) {
        if (type == boolean.class) {
            return "true|false";
        }
        return type.isEnum() ? "NAME" : "N";
    }

    private static String kebabCase(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Boxed, so that an option that was not given has no value. */
    private static Class<?> boxed(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }
}
