package io.gen4j.app.option;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.Setting;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Derives a command's options from the components of a family's settings. */
public final class SettingOptions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SettingOptions() {}

    /** Adds an option for each setting, {@code --batch-size} for {@code batchSize}. Settings of a nested record form a group. */
    public static void add(CommandSpec command, ModelConfig defaults) {
        JsonNode values = ModelConfigs.toJson(defaults);
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            if (component.getType().isRecord()) {
                command.addArgGroup(group(component, values));
            } else {
                command.addOption(option(component, values));
            }
        }
    }

    private static ArgGroupSpec group(RecordComponent record, JsonNode values) {
        ArgGroupSpec.Builder group =
                ArgGroupSpec.builder().validate(false).heading("%n" + capitalized(description(record)) + ":%n");
        for (RecordComponent component : record.getType().getRecordComponents()) {
            group.addArg(option(component, values));
        }
        return group.build();
    }

    private static OptionSpec option(RecordComponent component, JsonNode values) {
        String value = text(values.get(component.getName()));
        OptionSpec.Builder option = OptionSpec.builder(name(component))
                .description(capitalized(description(component)) + "; default " + value + ".");
        Class<?> type = component.getType();
        if (type.isEnum()) {
            List<String> choices = ModelConfigs.choices(type);
            option.type(String.class)
                    .completionCandidates(choices)
                    .paramLabel("NAME")
                    .description(capitalized(description(component)) + ": " + String.join(", ", choices) + "; default "
                            + value + ".");
        } else if (type == boolean.class) {
            option.type(Boolean.class).negatable(true);
        } else {
            option.type(MethodType.methodType(type).wrap().returnType()).paramLabel("N");
        }
        return option.build();
    }

    /**
     * A setting as its users see it.
     *
     * @param name in JSON
     * @param option on the command line
     * @param help its meaning, unit and range
     * @param type of its value
     * @param choices of an enum's setting; else empty
     * @param group the heading that it stands under; empty for the main ones
     */
    public record Description(
            String name, String option, String help, Class<?> type, List<String> choices, String group) {}

    /** Describes every setting, in the order of the command line. */
    public static List<Description> describe(ModelConfig defaults) {
        List<Description> descriptions = new ArrayList<>();
        describe(defaults.getClass(), "", descriptions);
        return descriptions;
    }

    private static void describe(Class<?> type, String group, List<Description> descriptions) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord()) {
                describe(component.getType(), capitalized(description(component)), descriptions);
            } else {
                List<String> choices =
                        component.getType().isEnum() ? ModelConfigs.choices(component.getType()) : List.of();
                descriptions.add(new Description(
                        component.getName(),
                        name(component),
                        capitalized(description(component)),
                        component.getType(),
                        choices,
                        group));
            }
        }
    }

    /** Formats numbers without an exponent: 0.0002 instead of 2.0E-4. */
    public static String text(JsonNode value) {
        return value.isDouble()
                ? new BigDecimal(value.asText()).stripTrailingZeros().toPlainString()
                : value.asText();
    }

    /** The settings that were given as options. */
    public static ObjectNode given(CommandSpec command, ModelConfig defaults) {
        ObjectNode given = JSON.createObjectNode();
        addGiven(command, defaults.getClass(), given);
        return given;
    }

    private static void addGiven(CommandSpec command, Class<?> type, ObjectNode given) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord()) {
                addGiven(command, component.getType(), given);
                continue;
            }
            Object value = command.findOption(name(component)).getValue();
            if (value != null) {
                given.set(component.getName(), JSON.valueToTree(value));
            }
        }
    }

    private static String name(RecordComponent component) {
        return "--" + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String description(RecordComponent component) {
        return component.getAnnotation(Setting.class).value();
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
