package io.gen4j.app.studio.workshop.choice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gen4j.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to train. It names things by their ids, and never a file, a class or a command.
 *
 * @param dataset the id of a data set, or mnist, fashion-mnist or synthetic
 * @param model the name of a model family
 * @param preset its settings to start from; null for the default
 * @param settings other values, by name
 * @param imageSize side of the images in pixels; null for the preset's
 * @param rgb whether pictures keep their colours
 * @param limit how many images to learn from; null for all
 */
public record PlanRequest(
        String dataset,
        String model,
        @Nullable String preset,
        @Nullable JsonNode settings,
        @Nullable Integer imageSize,
        @Nullable Boolean rgb,
        @Nullable Integer limit) {

    private static final int LEAST_SIDE = 4;
    private static final int MAX_SIDE = 512;

    /** @throws IllegalArgumentException if a value is missing or invalid */
    public PlanRequest {
        if (dataset == null || model == null) {
            throw new IllegalArgumentException((dataset == null ? "dataset" : "model") + " is missing: give one");
        }
        if (settings != null && !settings.isObject()) {
            throw new IllegalArgumentException("settings must be an object with values by name");
        }
        settings = settings == null ? JsonNodeFactory.instance.objectNode() : settings.deepCopy();
        rgb = rgb != null && rgb;
        if (imageSize != null) {
            Checks.requireWithin("imageSize", imageSize, LEAST_SIDE, MAX_SIDE);
        }
        if (limit != null) {
            Checks.requireWithin("limit", limit, 1, Integer.MAX_VALUE);
        }
    }
}
