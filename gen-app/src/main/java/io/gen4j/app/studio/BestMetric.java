package io.gen4j.app.studio;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * The best value so far of what a run is judged by.
 *
 * @param name of the column
 * @param value the lowest
 */
record BestMetric(String name, double value) {

    /** The lowest loss on test images; none if the run has no such loss. */
    static Optional<BestMetric> of(CsvTable evaluation) {
        return evaluation.columns().stream()
                .filter(name -> name.startsWith("loss"))
                .findFirst()
                .flatMap(name -> lowest(evaluation, name));
    }

    private static Optional<BestMetric> lowest(CsvTable table, String name) {
        int column = table.columns().indexOf(name);
        return table.rows().stream()
                .map(row -> row.get(column))
                .filter(Objects::nonNull)
                .map(Number::doubleValue)
                .min(Comparator.naturalOrder())
                .map(value -> new BestMetric(name, value));
    }
}
