package io.gen4j.app.studio.runs;

import io.gen4j.app.table.ColumnTable;
import io.gen4j.app.table.CsvFollower;
import io.gen4j.app.table.CsvTable;
import io.gen4j.app.table.NotRegularFileException;
import io.gen4j.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of one run. Each request reads the new rows. Not thread-safe. */
final class RunTables {

    private static final String EPOCH = "epoch";
    private static final String STEP = "step";

    private final GrowingTable metrics;
    private final GrowingTable evaluation;
    private final GrowingTable quality;

    RunTables(RunDirectory run) {
        metrics = new GrowingTable(run.metrics());
        evaluation = new GrowingTable(run.evaluation());
        quality = new GrowingTable(run.quality());
    }

    void refresh() throws IOException {
        metrics.read();
        evaluation.read();
        quality.read();
    }

    /** A number that changes when earlier rows become invalid. */
    long generation() {
        return metrics.beginnings + evaluation.beginnings + quality.beginnings;
    }

    long rows() {
        return metrics.table.rows();
    }

    /** Rows of a range of steps, up to the query's number of rows. */
    CsvTable metrics(MetricsQuery query) {
        double[] steps = metrics.table.column(STEP);
        int first = firstAfter(steps, query.after());
        int end = firstAfter(steps, query.to());
        return metrics.table.slice(first, Math.max(first, end), query.points());
    }

    /** Rows of losses on test images after an epoch, each with its last step. */
    CsvTable evaluation(MetricsQuery query) {
        return withSteps(evaluation.table, query.evaluatedAfter(), query.points());
    }

    /** Rows of measurements after an epoch, each with its last step. */
    CsvTable quality(MetricsQuery query) {
        return withSteps(quality.table, query.measuredAfter(), query.points());
    }

    private CsvTable withSteps(ColumnTable table, long after, int points) {
        double[] tableEpochs = table.column(EPOCH);
        CsvTable rows = table.slice(firstAfter(tableEpochs, after), table.rows(), points);
        int epochAt = rows.columns().indexOf(EPOCH);
        if (epochAt < 0) {
            return CsvTable.EMPTY;
        }
        double[] epochs = metrics.table.column(EPOCH);
        double[] steps = metrics.table.column(STEP);
        List<String> columns = new ArrayList<>(rows.columns());
        columns.add(epochAt + 1, STEP);
        List<List<@Nullable Number>> withSteps = new ArrayList<>();
        for (List<@Nullable Number> row : rows.rows()) {
            List<@Nullable Number> longer = new ArrayList<>(row);
            longer.add(epochAt + 1, lastStep(epochs, steps, row.get(epochAt)));
            withSteps.add(longer);
        }
        return new CsvTable(columns, withSteps);
    }

    private static @Nullable Number lastStep(double[] epochs, double[] steps, @Nullable Number epoch) {
        if (epoch == null) {
            return null;
        }
        int last = firstAfter(epochs, epoch.longValue()) - 1;
        return last < 0 || epochs[last] != epoch.doubleValue() ? null : (Number) (long) steps[last];
    }

    /** The index of the first number above a value, in ascending numbers. */
    private static int firstAfter(double[] growing, long value) {
        int found = Arrays.binarySearch(growing, value + 0.5);
        return found < 0 ? -found - 1 : found;
    }

    /** A table and its file. */
    private static final class GrowingTable {

        private final ColumnTable table = new ColumnTable();
        private final CsvFollower follower;
        private long beginnings;

        GrowingTable(Path file) {
            follower = new CsvFollower(file, table);
        }

        void read() throws IOException {
            try {
                follower.read();
            } catch (NotRegularFileException e) {
                // The run's summary reports the problem; the table stays empty.
                table.begin(List.of());
            }
            if (follower.hasRestarted()) {
                beginnings++;
            }
        }
    }
}
