package io.gen4j.app.studio.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import java.util.Map;

/**
 * Tells the settings that make a model larger from those of its training. It compares two models of the family's default
 * sizes, so it knows no setting by name.
 */
final class WidthSettings {

    private static final ObjectMapper JSON = new ObjectMapper();

    private WidthSettings() {}

    /**
     * Whether a setting changes the number of parameters, beside the switches of these settings. A setting that cannot be
     * tried counts as a width.
     */
    static boolean isWidth(String family, JsonNode config, String setting) {
        try {
            return isWidth(ModelFamilies.named(family), config, setting);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static <C extends ModelConfig> boolean isWidth(ModelFamily<C> family, JsonNode given, String setting) {
        C config = ModelConfigs.with(family.defaults(), switches(given, ModelConfigs.toJson(family.defaults())));
        long value = ModelConfigs.toJson(config).path(setting).asLong();
        C larger = ModelConfigs.with(config, JSON.createObjectNode().put(setting, value + 1));
        return parameters(family, config) != parameters(family, larger);
    }

    /** The settings without the numbers, which a forged file can set to any size. */
    private static ObjectNode switches(JsonNode config, JsonNode defaults) {
        ObjectNode switches = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> setting : config.properties()) {
            if (!defaults.path(setting.getKey()).isNumber()) {
                switches.set(setting.getKey(), setting.getValue());
            }
        }
        return switches;
    }

    private static <C extends ModelConfig> long parameters(ModelFamily<C> family, C config) {
        try (GenerativeModel model = family.create(config, ImageSpec.MNIST)) {
            return model.networks().values().stream()
                    .mapToLong(graph -> graph.numParams())
                    .sum();
        }
    }
}
