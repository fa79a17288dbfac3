package io.gen4j.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the library {@code datasets} writes into the metadata of a Parquet file, as JSON: which columns are pictures, and
 * which are labels with names.
 *
 * @param images names of columns, in order
 * @param labels by the name of a column, its labels' names; the list is empty if they have none
 */
record HuggingFaceFeatures(Set<String> images, Map<String, List<String>> labels) {

    /** The metadata's key. */
    static final String KEY = "huggingface";

    private static final ObjectMapper JSON = new ObjectMapper();

    static HuggingFaceFeatures none() {
        return new HuggingFaceFeatures(Set.of(), Map.of());
    }

    /** @throws JsonProcessingException if the text is no JSON */
    static HuggingFaceFeatures parse(@Nullable String text) throws JsonProcessingException {
        if (text == null) {
            return none();
        }
        Set<String> images = new LinkedHashSet<>();
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> feature :
                JSON.readTree(text).path("info").path("features").properties()) {
            switch (feature.getValue().path("_type").asText()) {
                case "Image" -> images.add(feature.getKey());
                case "ClassLabel" ->
                    labels.put(feature.getKey(), texts(feature.getValue().path("names")));
                default -> {
                    // Other columns are no pictures and no labels.
                }
            }
        }
        return new HuggingFaceFeatures(images, labels);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
