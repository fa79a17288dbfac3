package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.runtime.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The figures of an evaluation, and what could not be measured.
 *
 * @param results the figures
 * @param skipped metrics that apply but could not be measured
 */
public record Evaluation(List<MetricResult> results, List<Skipped> skipped) {

    /** Keeps its own copies. */
    public Evaluation {
        results = Arguments.copyOf("results", results);
        skipped = Arguments.copyOf("skipped", skipped);
    }

    /**
     * A metric that could not be measured.
     *
     * @param metric its name
     * @param reason in one line
     */
    public record Skipped(String metric, String reason) {
        /** Refuses null. */
        public Skipped {
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The mean of the same evaluation by several seeds. Each figure's standard error is that of the mean, s / sqrt(n), with the
     * sample's standard deviation s over the n seeds. Notes stay where they are the same for all seeds.
     *
     * @param evaluations at least one; a single one is returned as it is
     * @throws IllegalArgumentException if there is none, or their figures are not the same ones
     */
    public static Evaluation mean(List<Evaluation> evaluations) {
        Arguments.copyOf("evaluations", evaluations);
        if (evaluations.isEmpty()) {
            throw new IllegalArgumentException("there is no evaluation: must be at least 1");
        }
        Evaluation first = evaluations.get(0);
        List<String> names = names(first);
        for (Evaluation each : evaluations) {
            if (!names(each).equals(names)) {
                throw new IllegalArgumentException(
                        "the evaluations have the figures " + names + " and " + names(each) + ": must be the same");
            }
        }
        if (evaluations.size() == 1) {
            return first;
        }
        List<MetricResult> means = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int index = i;
            means.add(meanOf(
                    evaluations.stream().map(each -> each.results.get(index)).toList()));
        }
        return new Evaluation(means, first.skipped);
    }

    private static List<String> names(Evaluation evaluation) {
        return evaluation.results.stream().map(MetricResult::name).toList();
    }

    private static MetricResult meanOf(List<MetricResult> results) {
        MetricResult first = results.get(0);
        int n = results.size();
        double mean = 0;
        double floor = 0;
        boolean hasFloor = true;
        List<String> notes = new ArrayList<>(first.notes());
        for (MetricResult result : results) {
            mean += result.value() / n;
            Double real = result.floor();
            hasFloor &= real != null;
            floor += real == null ? 0 : real / n;
            notes.retainAll(result.notes());
        }
        double squares = 0;
        for (MetricResult result : results) {
            squares += (result.value() - mean) * (result.value() - mean);
        }
        notes.add("mean of " + n + " seeds");
        return new MetricResult(
                first.name(),
                mean,
                first.unit(),
                first.images(),
                hasFloor ? floor : null,
                Math.sqrt(squares / (n - 1) / n),
                notes);
    }

    /** Both evaluations, one after the other. */
    public Evaluation and(Evaluation other) {
        List<MetricResult> allResults = new ArrayList<>(results);
        allResults.addAll(other.results);
        List<Skipped> allSkipped = new ArrayList<>(skipped);
        allSkipped.addAll(other.skipped);
        return new Evaluation(allResults, allSkipped);
    }
}
