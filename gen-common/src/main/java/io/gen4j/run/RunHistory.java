package io.gen4j.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The results of a training, read from the files in its {@link RunDirectory}. Use it to report or compare finished runs.
 *
 * @param epochs that it got to; 0 if nothing is known, as of an imported model
 * @param seconds that the updates took; NaN if unknown
 * @param metrics their means over the last epoch, by name
 * @param testMetrics their means over the test images after the last epoch; empty if they were not measured
 */
public record RunHistory(int epochs, double seconds, Map<String, Double> metrics, Map<String, Double> testMetrics) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EPOCH = "epoch";
    private static final String STEP = "step";
    private static final String SPEED = "images_per_second";

    /** Refuses null. */
    public RunHistory {
        Objects.requireNonNull(metrics, "metrics");
        Objects.requireNonNull(testMetrics, "testMetrics");
        Arguments.requireAtLeast("epochs", epochs, 0);
        if (seconds < 0) {
            throw new IllegalArgumentException("seconds is " + seconds + ": must be at least 0, or NaN");
        }
    }

    /**
     * Reads the files that exist.
     *
     * @param batchSize images in one update
     * @throws IOException if a file cannot be read
     */
    public static RunHistory read(RunDirectory run, int batchSize) throws IOException {
        Arguments.requireAtLeast("batch size", batchSize, 1);
        List<Map<String, Double>> rows = inOrder(rows(run.metrics(), EPOCH, STEP));
        List<Map<String, Double>> evaluations = rows(run.evaluation(), EPOCH);
        Map<String, Double> tested = evaluations.isEmpty() ? Map.of() : last(evaluations);
        if (rows.isEmpty()) {
            return new RunHistory(0, Double.NaN, Map.of(), withoutPlace(tested));
        }
        double[] images = images(rows, images(run), batchSize);
        int epochs = last(rows).get(EPOCH).intValue();
        return new RunHistory(epochs, seconds(rows, images), means(rows, images, epochs), withoutPlace(tested));
    }

    /**
     * The means of the metrics over each finished epoch, weighted by the images of each row.
     *
     * @param batchSize images in one update
     * @return by epoch, counted from 1
     */
    public static SortedMap<Integer, Map<String, Double>> epochs(RunDirectory run, int batchSize) throws IOException {
        Arguments.requireAtLeast("batch size", batchSize, 1);
        List<Map<String, Double>> rows = inOrder(rows(run.metrics(), EPOCH, STEP));
        long perEpoch = images(run);
        double[] images = images(rows, perEpoch, batchSize);
        double stepsPerEpoch = Math.ceil((double) perEpoch / batchSize);
        SortedMap<Integer, Map<String, Double>> epochs = new TreeMap<>();
        for (Map<String, Double> row : rows) {
            int epoch = row.get(EPOCH).intValue();
            if (perEpoch > 0 && row.get(STEP) == epoch * stepsPerEpoch) {
                epochs.put(epoch, means(rows, images, epoch));
            }
        }
        return epochs;
    }

    /** Without the rows of a damaged table whose epoch and update are no counts, or lie before those of an earlier row. */
    private static List<Map<String, Double>> inOrder(List<Map<String, Double>> rows) {
        List<Map<String, Double>> kept = new ArrayList<>();
        double epoch = 0;
        double step = 0;
        for (Map<String, Double> row : rows) {
            if (isCountFrom(epoch, row.get(EPOCH)) && isCountFrom(step, row.get(STEP))) {
                epoch = row.get(EPOCH);
                step = row.get(STEP);
                kept.add(row);
            }
        }
        return kept;
    }

    private static boolean isCountFrom(double least, double value) {
        return value >= least && value <= Integer.MAX_VALUE && value == Math.rint(value);
    }

    private static Map<String, Double> last(List<Map<String, Double>> rows) {
        return rows.get(rows.size() - 1);
    }

    private static Map<String, Double> withoutPlace(Map<String, Double> row) {
        Map<String, Double> metrics = new LinkedHashMap<>(row);
        metrics.keySet().removeAll(List.of(EPOCH, STEP, SPEED));
        return metrics;
    }

    /** The images in one epoch; 0 if the run does not say. */
    private static long images(RunDirectory run) throws IOException {
        return Files.exists(run.config())
                ? JSON.readTree(run.config().toFile()).at("/data/images").asLong()
                : 0;
    }

    /** The number of images in each row's updates. An epoch's last batch may be smaller. */
    private static double[] images(List<Map<String, Double>> rows, long perEpoch, int batchSize) {
        double[] images = new double[rows.size()];
        double before = 0;
        for (int i = 0; i < images.length; i++) {
            double steps = rows.get(i).get(STEP);
            double total = steps * batchSize;
            if (perEpoch > 0) {
                double stepsPerEpoch = Math.ceil((double) perEpoch / batchSize);
                double whole = Math.floor(steps / stepsPerEpoch);
                total = whole * perEpoch + (steps - whole * stepsPerEpoch) * batchSize;
            }
            images[i] = total - before;
            before = total;
        }
        return images;
    }

    private static double seconds(List<Map<String, Double>> rows, double[] images) {
        double seconds = 0;
        boolean known = false;
        for (int i = 0; i < images.length; i++) {
            double speed = rows.get(i).getOrDefault(SPEED, Double.NaN);
            if (speed > 0) {
                seconds += images[i] / speed;
                known = true;
            }
        }
        return known ? seconds : Double.NaN;
    }

    private static Map<String, Double> means(List<Map<String, Double>> rows, double[] images, int epoch) {
        Map<String, Double> means = new LinkedHashMap<>();
        double weights = 0;
        for (int i = 0; i < images.length; i++) {
            if (rows.get(i).get(EPOCH) == epoch) {
                double weight = images[i];
                withoutPlace(rows.get(i)).forEach((name, value) -> means.merge(name, weight * value, Double::sum));
                weights += weight;
            }
        }
        double sum = weights;
        means.replaceAll((name, value) -> value / sum);
        return means;
    }

    /**
     * The rows of one of a run's tables, by column; NaN for a cell that holds no number. A row that is still being written
     * is left out. Use it to show or send the values of a run, also of one that is being trained.
     *
     * @param table such as {@link RunDirectory#metrics()}
     * @param place the columns that say where a row belongs
     * @return none if there is no file, or if it lacks one of these columns
     */
    public static List<Map<String, Double>> rows(Path table, String... place) throws IOException {
        Objects.requireNonNull(table, "table");
        Arguments.copyOf("place", Arrays.asList(Objects.requireNonNull(place, "place")));
        if (!Files.exists(table)) {
            return List.of();
        }
        String text = Files.readString(table);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        String[] names = lines.isEmpty() ? new String[0] : lines.get(0).split(",", -1);
        if (!List.of(names).containsAll(List.of(place))) {
            return List.of();
        }
        List<Map<String, Double>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length == names.length) {
                rows.add(row(names, cells));
            }
        }
        return rows;
    }

    private static Map<String, Double> row(String[] names, String[] cells) {
        Map<String, Double> row = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            row.put(names[i], number(cells[i]));
        }
        return row;
    }

    private static double number(String cell) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
