package io.gen4j.run;

import io.gen4j.MetricResult;
import io.gen4j.checkpoint.State;
import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of a run's evaluations: one row per evaluation, {@code epoch} and the value of each metric. */
final class QualityCsv {

    private static final String STARTED = "started";

    private final Path file;
    private @Nullable GrowingCsv csv;

    QualityCsv(Path file) {
        this.file = file;
    }

    /** Adds a row. */
    void append(int epoch, List<MetricResult> results) throws IOException {
        if (csv == null) {
            csv = GrowingCsv.start(file, header(results));
        }
        csv.append(epoch + results.stream().map(result -> "," + result.value()).collect(Collectors.joining()));
    }

    private static String header(List<MetricResult> results) {
        return "epoch" + results.stream().map(result -> "," + result.name()).collect(Collectors.joining());
    }

    void save(State state) throws IOException {
        if (csv != null) {
            csv.save(state);
        }
        state.putInteger(STARTED, csv == null ? 0 : 1);
    }

    /**
     * Continues the table as it was at a checkpoint. Of a table that lost something since, whole rows stay.
     *
     * @param before the first epoch that the checkpoint does not know
     * @param column that every table of evaluations has
     */
    void resume(State state, int before, String column) throws IOException {
        if (state.integer(STARTED) == 0) {
            Files.deleteIfExists(file);
        } else if (GrowingCsv.isWhole(file, state)) {
            csv = GrowingCsv.resume(file, "", state);
        } else {
            start(before, column);
        }
    }

    /**
     * Continues a table that no checkpoint knows, such as one of an older version. Drops damaged rows and rows of later
     * epochs.
     *
     * @param before the first epoch to drop
     * @param column of the values to look at
     * @return the least value; infinite if there is none
     */
    double start(int before, String column) throws IOException {
        if (!Files.exists(file)) {
            return Double.POSITIVE_INFINITY;
        }
        // Of any bytes, so that a damaged table can be read. Without a line end, the last number may be half of one.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        String[] names = lines.isEmpty() ? new String[0] : lines.get(0).split(",", -1);
        int index = List.of(names).indexOf(column);
        if (index < 0) {
            return Double.POSITIVE_INFINITY;
        }
        double least = Double.POSITIVE_INFINITY;
        List<String> whole = new ArrayList<>(lines.subList(0, 1));
        for (String line : lines.subList(1, lines.size())) {
            double[] values = values(line.split(",", -1));
            if (values.length == names.length && values[0] < before) {
                whole.add(line);
                least = Math.min(least, values[index]);
            }
        }
        AtomicFile.replace(file, String.join("\n", whole) + "\n");
        csv = GrowingCsv.append(file);
        return least;
    }

    /** None if one of the cells is no number. */
    private static double[] values(String[] cells) {
        double[] values = new double[cells.length];
        for (int i = 0; i < cells.length; i++) {
            try {
                values[i] = Double.parseDouble(cells[i]);
            } catch (NumberFormatException e) {
                return new double[0];
            }
        }
        return values;
    }

    void close() throws IOException {
        if (csv != null) {
            csv.close();
            csv = null;
        }
    }
}
