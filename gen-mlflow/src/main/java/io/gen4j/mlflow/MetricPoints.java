package io.gen4j.mlflow;

import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mlflow.api.proto.Service;

/**
 * The points of a run's tables. The columns of {@code metrics.csv} keep their names, and their step is the update. Means
 * over an epoch, losses on test images and the quality of the images have a prefix, and their step is the epoch.
 */
record MetricPoints(RunDirectory run, int batchSize) {

    private static final String EPOCH = "epoch";
    private static final String STEP = "step";
    private static final Set<String> PLACES = Set.of(EPOCH, STEP);

    /**
     * The points that a server lacks, by rising steps.
     *
     * @param last the last step of each metric that the server has, by name
     * @param time of sending, in milliseconds
     */
    List<Service.Metric> after(Map<String, Long> last, long time) throws IOException {
        List<Service.Metric> points = new ArrayList<>();
        for (Map<String, Double> row : RunHistory.rows(run.metrics(), EPOCH, STEP)) {
            add(points, "", row.get(STEP), row, last, time);
        }
        for (var epoch : RunHistory.epochs(run, batchSize).entrySet()) {
            add(points, "epoch/", epoch.getKey(), epoch.getValue(), last, time);
        }
        for (Map<String, Double> row : RunHistory.rows(run.evaluation(), EPOCH)) {
            add(points, "test/", row.get(EPOCH), row, last, time);
        }
        for (Map<String, Double> row : RunHistory.rows(run.quality(), EPOCH)) {
            add(points, "quality/", row.get(EPOCH), row, last, time);
        }
        return points;
    }

    /** Leaves out cells without a finite number: MLflow's own clients do not agree on how to write them. */
    private static void add(
            List<Service.Metric> points,
            String prefix,
            double step,
            Map<String, Double> row,
            Map<String, Long> last,
            long time) {
        row.forEach((column, value) -> {
            String key = prefix + column.replaceAll("[^\\w. /-]", "_");
            if (!PLACES.contains(column) && Double.isFinite(value) && step > last.getOrDefault(key, -1L)) {
                points.add(Service.Metric.newBuilder()
                        .setKey(key)
                        .setValue(value)
                        .setStep((long) step)
                        .setTimestamp(time)
                        .build());
            }
        });
    }
}
