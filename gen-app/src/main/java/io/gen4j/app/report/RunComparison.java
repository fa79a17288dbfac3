package io.gen4j.app.report;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.app.console.TextTable;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.data.RandomSubset;
import io.gen4j.image.CaptionedPictures;
import io.gen4j.image.ImageGrid;
import io.gen4j.metric.SampleVariety;
import io.gen4j.metric.Sharpness;
import io.gen4j.run.RunHistory;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A comparison of trained models: their images, the sharpness and variety of these, and the course of the training. */
public final class RunComparison {

    private static final int COLUMNS = 10;
    private static final int ROWS = 3;
    private static final String UNKNOWN = "-";
    private static final String TRAIN = "train_";
    private static final String TEST = "test_";

    private final int count;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * A row of the comparison. Sharpness and variety refer to pixels from 0 to 1.
     *
     * @param metrics the metrics of the last epoch; those of the test images have a prefix
     */
    private record Entry(
            String name,
            String model,
            RunHistory history,
            double sharpness,
            double variety,
            Map<String, Double> metrics,
            BufferedImage picture) {}

    /** @param count the number of judged images per model */
    public RunComparison(int count) {
        this.count = count;
    }

    /** Adds a model, whose images come from a seed. A conditional model draws as many images of each label. */
    public void add(String name, GenerativeModel model, RunHistory history, long seed) {
        try (INDArray images = model.sample(count, seed)) {
            add(name, model.family(), history, images, model.spec(), model.pixelRange());
        }
    }

    /** Adds real images, chosen by a seed. */
    public void add(ImageDataset real, long seed) {
        RunHistory none = new RunHistory(0, Double.NaN, Map.of(), Map.of());
        ImageDataset some = RandomSubset.of(real, count, seed, "compared images");
        try (INDArray images = new Batches(some, count, PixelRange.UNIT, 0, LastBatch.KEEP)
                .first(count)
                .images()) {
            add(real.name(), UNKNOWN, none, images, ImageSpec.of(real), PixelRange.UNIT);
        }
    }

    private void add(String name, String model, RunHistory history, INDArray images, ImageSpec spec, PixelRange range) {
        try (INDArray unit = range.toUnit(images)) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            history.metrics().forEach((metric, value) -> metrics.put(TRAIN + metric, value));
            history.testMetrics().forEach((metric, value) -> metrics.put(TEST + metric, value));
            entries.add(new Entry(
                    name,
                    model,
                    history,
                    Sharpness.isDefined(spec.shape()) ? Sharpness.of(unit, spec.shape()) : Double.NaN,
                    SampleVariety.of(unit),
                    metrics,
                    ImageGrid.of(first(unit), spec.shape(), PixelRange.UNIT, COLUMNS)));
        }
    }

    private static INDArray first(INDArray images) {
        long shown = Math.min(COLUMNS * ROWS, images.size(0));
        return images.get(NDArrayIndex.interval(0, shown), NDArrayIndex.all());
    }

    /** The table for the terminal, with all losses in one column. */
    public TextTable summary() {
        return new TextTable(
                List.of("run", "model", "epochs", "training", "sharpness", "variety", "last epoch"),
                entries.stream()
                        .map(entry -> row(entry, time(entry.history().seconds()), List.of(losses(entry))))
                        .toList());
    }

    /** The table for other programs: times in seconds, and one column per loss. */
    public TextTable full() {
        List<String> names = entries.stream()
                .flatMap(entry -> entry.metrics().keySet().stream())
                .distinct()
                .toList();
        List<String> header =
                new ArrayList<>(List.of("run", "model", "epochs", "training_seconds", "sharpness", "variety"));
        header.addAll(names);
        return new TextTable(
                header,
                entries.stream()
                        .map(entry -> row(entry, number("%.3f", entry.history().seconds()), values(entry, names)))
                        .toList());
    }

    private static List<String> row(Entry entry, String time, List<String> losses) {
        List<String> row = new ArrayList<>();
        row.add(entry.name());
        row.add(entry.model());
        row.add(
                entry.history().epochs() == 0
                        ? UNKNOWN
                        : Integer.toString(entry.history().epochs()));
        row.add(time);
        row.add(number("%.4f", entry.sharpness()));
        row.add(number("%.4f", entry.variety()));
        row.addAll(losses);
        return row;
    }

    private static String losses(Entry entry) {
        String text = entry.metrics().entrySet().stream()
                .filter(metric ->
                        metric.getKey().contains("loss") || metric.getKey().startsWith(TEST))
                .map(metric -> metric.getKey() + number(" %.3f", metric.getValue()))
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? UNKNOWN : text;
    }

    private static List<String> values(Entry entry, List<String> names) {
        return names.stream()
                .map(name -> number("%.5f", entry.metrics().getOrDefault(name, Double.NaN)))
                .toList();
    }

    private static String time(double seconds) {
        return Double.isNaN(seconds)
                ? UNKNOWN
                : seconds < 60 ? number("%.1f s", seconds) : number("%.1f min", seconds / 60);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, format, value);
    }

    /** The images of each run, under the run's name. */
    public BufferedImage picture() {
        return CaptionedPictures.stack(
                entries.stream()
                        .map(entry -> entry.name() + (entry.model().equals(UNKNOWN) ? "" : ", " + entry.model()))
                        .toList(),
                entries.stream().map(Entry::picture).toList());
    }
}
