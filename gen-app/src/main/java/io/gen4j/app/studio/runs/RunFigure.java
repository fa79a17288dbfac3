package io.gen4j.app.studio.runs;

import io.gen4j.app.table.TableDigest;
import io.gen4j.metric.FrechetDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A quality figure of a run; lower is better.
 *
 * @param name of its column
 * @param value the lowest so far, or the last
 * @param best whether the value is the lowest so far
 */
public record RunFigure(String name, double value, boolean best) {

    /**
     * Returns the lowest Fréchet distance and the lowest loss on test images, if they were measured. Otherwise returns
     * the last losses, which say little about a GAN.
     */
    static List<RunFigure> of(TableDigest metrics, TableDigest evaluation, TableDigest quality) {
        List<RunFigure> best = new ArrayList<>();
        least(quality, FrechetDistance.NAME).ifPresent(best::add);
        evaluation.columns().stream()
                .filter(name -> name.startsWith("loss"))
                .findFirst()
                .flatMap(name -> least(evaluation, name))
                .ifPresent(best::add);
        return best.isEmpty() ? lastLosses(metrics) : best;
    }

    private static Optional<RunFigure> least(TableDigest table, String column) {
        return figure(column, table.least(column), true);
    }

    private static List<RunFigure> lastLosses(TableDigest metrics) {
        return metrics.columns().stream()
                .filter(name -> name.matches("(.*_)?loss(_nats)?"))
                .flatMap(name -> figure(name, metrics.last(name), false).stream())
                .toList();
    }

    private static Optional<RunFigure> figure(String column, OptionalDouble value, boolean best) {
        return value.isPresent() ? Optional.of(new RunFigure(column, value.getAsDouble(), best)) : Optional.empty();
    }
}
