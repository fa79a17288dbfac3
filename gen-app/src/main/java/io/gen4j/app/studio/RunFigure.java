package io.gen4j.app.studio;

import io.gen4j.app.table.CsvTable;
import io.gen4j.metric.FrechetDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A number that a run is judged by; less is better.
 *
 * @param name of its column
 * @param value the least so far, or the last
 * @param best whether it is the least so far
 */
record RunFigure(String name, double value, boolean best) {

    /**
     * The least Fréchet distance of those that were measured, and the least loss on test images; where there is neither, as
     * of a GAN that is not measured, the last losses, which only tell that neither player has won.
     */
    static List<RunFigure> of(CsvTable metrics, CsvTable evaluation, CsvTable quality) {
        List<RunFigure> best = new ArrayList<>();
        least(quality, FrechetDistance.NAME).ifPresent(best::add);
        evaluation.columns().stream()
                .filter(name -> name.startsWith("loss"))
                .findFirst()
                .flatMap(name -> least(evaluation, name))
                .ifPresent(best::add);
        return best.isEmpty() ? lastLosses(metrics) : best;
    }

    private static Optional<RunFigure> least(CsvTable table, String column) {
        return table.has(column)
                ? Arrays.stream(table.values(column))
                        .filter(Double::isFinite)
                        .boxed()
                        .min(Double::compare)
                        .map(value -> new RunFigure(column, value, true))
                : Optional.empty();
    }

    private static List<RunFigure> lastLosses(CsvTable metrics) {
        return metrics.columns().stream()
                .filter(name -> name.matches("(.*_)?loss(_nats)?"))
                .flatMap(name ->
                        metrics.last(name).map(value -> new RunFigure(name, value.doubleValue(), false)).stream())
                .toList();
    }
}
