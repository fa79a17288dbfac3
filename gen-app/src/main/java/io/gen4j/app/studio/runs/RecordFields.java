package io.gen4j.app.studio.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a run's record, {@code config.json}. They are read leniently: the file may come from another version,
 * or be damaged.
 *
 * @param json the content of the file; a missing node if it has none
 */
record RecordFields(JsonNode json) {

    private static final Map<String, String> DESCRIPTIONS = ModelFamilies.all().stream()
            .collect(Collectors.toUnmodifiableMap(ModelFamily::name, ModelFamily::description));
    private static final int MAX_LABELS = 10_000;
    private static final int MAX_TEXT = 500;

    JsonNode config() {
        return json.path("config");
    }

    String family() {
        return text(json.path("family"));
    }

    String familyDescription() {
        return DESCRIPTIONS.getOrDefault(family(), "");
    }

    long epochs() {
        return Math.max(0, config().path("epochs").asLong());
    }

    @Nullable
    String started() {
        try {
            return Instant.parse(json.path("written").asText()).toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    String data() {
        return text(images().path("name"));
    }

    /** Channels, height and width; zeros if unknown. */
    int[] shape() {
        String shape = images().path("shape").asText();
        String[] sides = shape.matches("\\d{1,5}x\\d{1,5}x\\d{1,5}") ? shape.split("x") : new String[] {"0", "0", "0"};
        return Stream.of(sides).mapToInt(Integer::parseInt).toArray();
    }

    List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (JsonNode label : images().path("labels")) {
            if (labels.size() == MAX_LABELS) {
                break;
            }
            labels.add(text(label));
        }
        return labels;
    }

    boolean isConditional() {
        return json.path("model").path("conditional").asBoolean();
    }

    boolean hasEncoder() {
        return json.path("model").path("encoder").asBoolean();
    }

    int latentSize() {
        return Math.max(0, json.path("model").path("latentSize").asInt());
    }

    private JsonNode images() {
        return json.path(json.has("data") ? "data" : "images");
    }

    private static String text(JsonNode node) {
        String text = node.asText();
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
