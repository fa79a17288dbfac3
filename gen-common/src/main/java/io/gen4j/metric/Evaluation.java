package io.gen4j.metric;

import io.gen4j.MetricResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that was measured, and what was not.
 *
 * @param results the figures
 * @param skipped what applies but could not be measured
 */
public record Evaluation(List<MetricResult> results, List<Skipped> skipped) {

    /** Keeps its own copies. */
    public Evaluation {
        results = List.copyOf(results);
        skipped = List.copyOf(skipped);
    }

    /**
     * Something that could not be measured.
     *
     * @param metric its name
     * @param reason in one line
     */
    public record Skipped(String metric, String reason) {}

    /** Both evaluations, one behind the other. */
    public Evaluation and(Evaluation other) {
        List<MetricResult> allResults = new ArrayList<>(results);
        allResults.addAll(other.results);
        List<Skipped> allSkipped = new ArrayList<>(skipped);
        allSkipped.addAll(other.skipped);
        return new Evaluation(allResults, allSkipped);
    }
}
