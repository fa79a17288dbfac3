package io.gen4j.app.bench;

import io.gen4j.GenerativeModel;
import io.gen4j.Trainer;
import io.gen4j.cgan.ConditionalGan;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.gan.Gan;
import io.gen4j.vae.Vae;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program that draws the plots of docs/performance.md, which has the command. It plots the time of a training step
 * against the batch size and against the width of the hidden layers. For comparison, it plots the time of the
 * arithmetic alone at the rate of a large matrix product. It also plots the resident memory over many steps. It prints
 * every point.
 */
final class CostGrowth {

    private static final int[] BATCHES = {16, 32, 64, 128, 256, 512, 1024};
    private static final int[] WIDTHS = {128, 256, 512, 1024, 2048, 4096};
    private static final int BATCH = 128;
    private static final int MEMORY_STEPS = 10_000;
    private static final int MEMORY_EVERY = 100;
    private static final double WARM_UP_SECONDS = 1;
    private static final double SECONDS = 2;
    private static final Color[] COLOURS = {new Color(0x0f766e), new Color(0xb4530a), new Color(0x5b53b8)};
    private static final ImageDataset IMAGES = SyntheticDigits.draw(2048, 1);

    private final Path directory;
    private final double gemmRate;

    private CostGrowth(Path directory) {
        this.directory = directory;
        this.gemmRate = GemmRate.measure();
    }

    /** @param arguments the directory for the plots, and the plots to draw: batch, width, memory */
    public static void main(String... arguments) throws IOException {
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        CostGrowth growth = new CostGrowth(Files.createDirectories(Path.of(arguments[0])));
        for (String plot : Arrays.asList(arguments).subList(1, arguments.length)) {
            switch (plot) {
                case "batch" -> growth.drawBatches();
                case "width" -> growth.drawWidths();
                case "memory" -> growth.drawMemory();
                default -> throw new IllegalArgumentException(plot + " is no plot: batch, width, memory");
            }
        }
    }

    private void drawBatches() throws IOException {
        XYChart chart = logarithmic("images in a batch");
        addSteps(chart, "vae", 0, BATCHES, n -> Vae.builder().batchSize(n).build());
        addSteps(chart, "gan", 1, BATCHES, n -> Gan.builder().batchSize(n).build());
        save(chart, "cost-batch");
    }

    private void drawWidths() throws IOException {
        XYChart chart = logarithmic("width of the hidden layers, batches of " + BATCH);
        addSteps(
                chart,
                "vae",
                0,
                WIDTHS,
                n -> Vae.builder().hidden(n).batchSize(BATCH).build());
        addSteps(
                chart,
                "gan",
                1,
                WIDTHS,
                n -> Gan.builder().hidden(n).batchSize(BATCH).build());
        save(chart, "cost-width");
    }

    private void addSteps(XYChart chart, String name, int colour, int[] sizes, IntFunction<GenerativeModel> models) {
        double[] measured = new double[sizes.length];
        double[] arithmetic = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            try (GenerativeModel model = models.apply(sizes[i])) {
                measured[i] = stepMillis(model);
                arithmetic[i] =
                        1e3 * TrainingCost.perImage(model) * model.config().batchSize() / gemmRate;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s %d: %.3f ms a step, %.3f of arithmetic%n",
                    name,
                    sizes[i],
                    measured[i],
                    arithmetic[i]);
        }
        double[] x = Arrays.stream(sizes).asDoubleStream().toArray();
        add(chart, name, colour, x, measured, SeriesMarkers.CIRCLE, 0);
        add(chart, name + ", arithmetic alone", colour, x, arithmetic, SeriesMarkers.NONE, 4);
    }

    /** The median of the steps. A busy machine disturbs it less than the mean. */
    private static double stepMillis(GenerativeModel model) {
        List<Batch> batches = Benchmark.cut(IMAGES, model);
        List<Double> millis = new ArrayList<>();
        try (Trainer trainer = model.newTrainer()) {
            long start = System.nanoTime();
            for (int i = 0; System.nanoTime() - start < 1e9 * (WARM_UP_SECONDS + SECONDS); i++) {
                long before = System.nanoTime();
                trainer.step(batches.get(i % batches.size()));
                if (before - start > 1e9 * WARM_UP_SECONDS) {
                    millis.add((System.nanoTime() - before) / 1e6);
                }
            }
        }
        batches.forEach(batch -> batch.images().close());
        return millis.stream().sorted().skip(millis.size() / 2).findFirst().orElse(Double.NaN);
    }

    private void drawMemory() throws IOException {
        XYChart chart = chart("updates", "MB resident");
        addMemory(chart, "vae", 0, () -> Vae.builder().build());
        addMemory(chart, "gan", 1, () -> Gan.builder().build());
        addMemory(chart, "cgan", 2, () -> ConditionalGan.builder().build());
        chart.getStyler().setYAxisMin(0.0).setLegendPosition(LegendPosition.InsideSE);
        save(chart, "memory-steps");
    }

    private static void addMemory(XYChart chart, String name, int colour, Supplier<GenerativeModel> models)
            throws IOException {
        double[] steps = new double[MEMORY_STEPS / MEMORY_EVERY];
        double[] resident = new double[steps.length];
        try (GenerativeModel model = models.get();
                Trainer trainer = model.newTrainer()) {
            List<Batch> batches = Benchmark.cut(IMAGES, model);
            for (int i = 0; i < MEMORY_STEPS; i++) {
                trainer.step(batches.get(i % batches.size()));
                if ((i + 1) % MEMORY_EVERY == 0) {
                    steps[i / MEMORY_EVERY] = i + 1;
                    resident[i / MEMORY_EVERY] = ResidentMemory.megabytes();
                }
            }
            batches.forEach(batch -> batch.images().close());
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f MB after %d updates, %.1f after half, %.1f after all%n",
                name,
                resident[0],
                MEMORY_EVERY,
                resident[resident.length / 2],
                resident[resident.length - 1]);
        add(chart, name, colour, steps, resident, SeriesMarkers.NONE, 0);
    }

    private static XYChart logarithmic(String xTitle) {
        XYChart chart = chart(xTitle, "ms a training step");
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        return chart;
    }

    private static XYChart chart(String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder()
                .width(640)
                .height(400)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler()
                .setLocale(Locale.ROOT)
                .setLegendPosition(LegendPosition.InsideNW)
                .setChartBackgroundColor(Color.WHITE)
                .setMarkerSize(6);
        return chart;
    }

    private static void add(XYChart chart, String name, int colour, double[] x, double[] y, Marker marker, float dash) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(marker);
        series.setMarkerColor(COLOURS[colour]);
        series.setLineColor(COLOURS[colour]);
        series.setLineStyle(
                dash == 0
                        ? new BasicStroke(1.75f)
                        : new BasicStroke(
                                1.25f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {dash}, 0));
    }

    private void save(XYChart chart, String name) throws IOException {
        BitmapEncoder.saveBitmap(chart, directory.resolve(name).toString(), BitmapFormat.PNG);
    }
}
