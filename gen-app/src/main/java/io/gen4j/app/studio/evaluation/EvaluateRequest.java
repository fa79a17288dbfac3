package io.gen4j.app.studio.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gen4j.Checks;
import io.gen4j.app.studio.generation.ModelChoice;
import io.gen4j.metric.Evaluator;
import io.gen4j.metric.ImageMetric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to evaluate a run's model.
 *
 * @param model last, best or a checkpoint's name; last if null
 * @param count images to draw, {@value #LEAST_COUNT} to {@value #MAX_COUNT}; {@value #DEFAULT_COUNT} if null
 * @param seed of the images; 1 if null
 * @param metrics quick for those that take seconds, or all; quick if null
 * @param floors whether to measure as many real images too; true if null
 */
record EvaluateRequest(
        @Nullable String model,
        @Nullable Integer count,
        @Nullable Long seed,
        @Nullable Metrics metrics,
        @Nullable Boolean floors) {

    static final int LEAST_COUNT = 2;
    static final int MAX_COUNT = 50_000;
    static final int DEFAULT_COUNT = 2000;

    /** The choice of metrics, by its name in the API. */
    enum Metrics {
        @JsonProperty("quick")
        QUICK(Evaluator.QUICK_METRICS.stream().map(ImageMetric::name).toList()),
        @JsonProperty("all")
        ALL(List.of());

        private final List<String> names;

        Metrics(List<String> names) {
            this.names = names;
        }

        /** The names of the metrics; empty for all that apply. */
        List<String> names() {
            return names;
        }
    }

    EvaluateRequest {
        model = model == null ? ModelChoice.LAST : model;
        count = count == null ? DEFAULT_COUNT : count;
        seed = seed == null ? 1L : seed;
        metrics = metrics == null ? Metrics.QUICK : metrics;
        floors = floors == null || floors;
        Checks.requireWithin("count", count, LEAST_COUNT, MAX_COUNT);
    }
}
