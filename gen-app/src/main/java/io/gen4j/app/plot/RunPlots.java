package io.gen4j.app.plot;

import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.app.table.CsvReader;
import io.gen4j.app.table.CsvTable;
import io.gen4j.image.Png;
import io.gen4j.run.RunDirectory;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;

/**
 * Draws the curves of a run from {@code metrics.csv} and {@code evaluation.csv}: {@code loss.png}, and for adversarial models
 * {@code discriminator.png} with D(x) and D(G(z)). It draws at the end and every five seconds, or less often if drawing would
 * take more than a hundredth of the time. Without fonts it draws nothing.
 */
public final class RunPlots implements TrainingListener {

    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long TIMES_ITS_COST = 100;
    private static final double[] PROBABILITY = {0, 1};
    private static final Map<String, String> NAMES = Map.of(
            "d_loss", "discriminator",
            "g_loss", "generator",
            "kl", "KL divergence",
            "d_real", "D(x)",
            "d_fake", "D(G(z))",
            "d_real_output", "D(x)",
            "d_fake_output", "D(G(z))");

    private final RunDirectory run;
    private int stepsPerEpoch;
    private long next;
    private boolean isImpossible;

    /** @param run the run with the tables, which receives the pictures */
    public RunPlots(RunDirectory run) {
        this.run = run;
    }

    @Override
    public void started(TrainingLoop loop) {
        stepsPerEpoch = loop.batches().perEpoch();
        next = System.nanoTime() + LEAST_NANOS;
    }

    @Override
    public void settled(TrainingLoop loop) throws IOException {
        long now = System.nanoTime();
        if (now - next >= 0) {
            draw();
            long after = System.nanoTime();
            next = after + Math.max(LEAST_NANOS, TIMES_ITS_COST * (after - now));
        }
    }

    @Override
    public void ended() throws IOException {
        draw();
    }

    /** Java reports missing fonts as errors, anew at each attempt; the first one is enough. */
    private void draw() throws IOException {
        if (isImpossible) {
            return;
        }
        try {
            drawTables();
        } catch (Error e) {
            if (e instanceof OutOfMemoryError) {
                throw e;
            }
            isImpossible = true;
            throw new IOException("plots cannot be drawn, most likely for lack of fonts: " + e.getMessage(), e);
        }
    }

    private void drawTables() throws IOException {
        CsvTable metrics = CsvReader.readAll(run.metrics());
        if (metrics.rows().isEmpty()) {
            return;
        }
        Tables tables = new Tables(metrics, CsvReader.readAll(run.evaluation()), stepsPerEpoch);
        write(run.lossPicture(), lossCharts(tables));
        write(run.discriminatorPicture(), discriminatorCharts(tables));
    }

    /** The KL divergence has its own chart, since it is much smaller than the loss. */
    static List<XYChart> lossCharts(Tables tables) {
        List<String> losses = tables.columns("loss(_nats)?", "[dg]_loss(_nats)?", "reconstruction_nats");
        List<XYChart> charts = new ArrayList<>();
        charts.addAll(chart(unit(losses), null, tables, losses));
        charts.addAll(chart("nats an image", null, tables, tables.columns("kl_nats")));
        return charts;
    }

    static List<XYChart> discriminatorCharts(Tables tables) {
        List<XYChart> charts = new ArrayList<>();
        charts.addAll(chart("probability of \"real\"", PROBABILITY, tables, tables.columns("d_(real|fake)")));
        charts.addAll(chart("output of the discriminator", null, tables, tables.columns("d_(real|fake)_output")));
        return charts;
    }

    private static String unit(List<String> losses) {
        return losses.stream().allMatch(name -> name.endsWith("_nats")) ? "nats an image" : "loss";
    }

    /** One chart, or none without values to draw. */
    private static List<XYChart> chart(String unit, double @Nullable [] range, Tables tables, List<String> columns) {
        List<Curve> curves = columns.stream()
                .flatMap(column -> tables.curves(column, name(column)).stream())
                .toList();
        return curves.stream().allMatch(curve -> curve.finite().x().length == 0)
                ? List.of()
                : List.of(CurveChart.of(unit, range, curves));
    }

    private static String name(String column) {
        String bare = column.replace("_nats", "");
        return NAMES.getOrDefault(bare, bare);
    }

    private static void write(Path file, List<XYChart> charts) throws IOException {
        if (!charts.isEmpty()) {
            Png.write(file, picture(charts));
        }
    }

    /** One below the other. */
    private static BufferedImage picture(List<XYChart> charts) {
        int width = charts.get(0).getWidth();
        int height = charts.stream().mapToInt(XYChart::getHeight).sum();
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        for (XYChart chart : charts) {
            chart.paint(graphics, width, chart.getHeight());
            graphics.translate(0, chart.getHeight());
        }
        graphics.dispose();
        return picture;
    }

    /**
     * The tables that a run has written.
     *
     * @param metrics means over some updates
     * @param evaluation means over test images; empty if there are none
     * @param stepsPerEpoch updates in an epoch
     */
    record Tables(CsvTable metrics, CsvTable evaluation, int stepsPerEpoch) {

        /** The columns that match one of the patterns, in the patterns' order. */
        List<String> columns(String... patterns) {
            return Arrays.stream(patterns)
                    .flatMap(pattern -> metrics.columns().stream().filter(column -> column.matches(pattern)))
                    .toList();
        }

        /** A column's values while training, and on test images if there are some. */
        List<Curve> curves(String column, String name) {
            double[] epochs = Arrays.stream(metrics.values("step"))
                    .map(step -> step / stepsPerEpoch)
                    .toArray();
            Curve trained = new Curve(name, epochs, metrics.values(column), false);
            return evaluation.has(column)
                    ? List.of(
                            trained,
                            new Curve(name + ", test", evaluation.values("epoch"), evaluation.values(column), true))
                    : List.of(trained);
        }
    }
}
