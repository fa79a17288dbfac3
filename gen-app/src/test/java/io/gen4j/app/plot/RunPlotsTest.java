package io.gen4j.app.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.app.CommandRun;
import io.gen4j.app.table.CsvTable;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class RunPlotsTest {

    private static final int TEAL = 0x0f766e;
    private static final int ORANGE = 0xb4530a;

    @Test
    void anAutoencodersLossesStandOverTheEpochs() {
        CsvTable metrics = new CsvTable(
                List.of("epoch", "step", "loss_nats", "reconstruction_nats", "kl_nats", "images_per_second"),
                List.of(List.of(1, 5, 200.0, 190.0, 10.0, 1.0), List.of(1, 10, 120.0, 100.0, 20.0, 1.0)));
        CsvTable evaluation = new CsvTable(
                List.of("epoch", "loss_nats", "reconstruction_nats", "kl_nats"),
                List.of(List.of(1, 118.0, 99.0, 19.0)));
        List<XYChart> charts = RunPlots.lossCharts(new RunPlots.Tables(metrics, evaluation, 10));
        assertEquals(
                Set.of("loss", "loss, test", "reconstruction", "reconstruction, test"),
                charts.get(0).getSeriesMap().keySet());
        assertArrayEquals(new double[] {0.5, 1}, x(charts.get(0), "loss"));
        assertArrayEquals(new double[] {200, 120}, y(charts.get(0), "loss"));
        assertArrayEquals(new double[] {1}, x(charts.get(0), "loss, test"));
        assertArrayEquals(new double[] {118}, y(charts.get(0), "loss, test"));
        assertEquals(
                Set.of("KL divergence", "KL divergence, test"),
                charts.get(1).getSeriesMap().keySet());
        assertEquals(
                List.of(),
                RunPlots.discriminatorCharts(new RunPlots.Tables(metrics, evaluation, 10)),
                "it has no discriminator");
    }

    @Test
    void probabilitiesAlwaysHaveTheSameScale() {
        CsvTable metrics = new CsvTable(
                List.of("epoch", "step", "d_loss_nats", "g_loss_nats", "d_real", "d_fake"),
                List.of(List.of(1, 1, 1.0, 2.0, 0.7, 0.3)));
        XYChart chart = RunPlots.discriminatorCharts(new RunPlots.Tables(metrics, CsvTable.EMPTY, 1))
                .get(0);
        assertEquals(Set.of("D(x)", "D(G(z))"), chart.getSeriesMap().keySet());
        assertEquals(0, chart.getStyler().getYAxisMin());
        assertEquals(1, chart.getStyler().getYAxisMax());
    }

    @Test
    void aLongRunHasNoMorePointsThanCanBeSeen() {
        double[] numbers = IntStream.range(0, 100_000).asDoubleStream().toArray();
        XYChart chart = CurveChart.of("", null, List.of(new Curve("loss", numbers, numbers, false)));
        assertEquals(CurveChart.MAX_POINTS, x(chart, "loss").length);
        assertArrayEquals(new double[] {124.5, 374.5}, Arrays.copyOf(x(chart, "loss"), 2));
    }

    @Test
    void theFirstValuesDoNotPressTheOthersFlat() {
        double[] epochs = IntStream.range(0, 100).asDoubleStream().toArray();
        double[] values =
                IntStream.range(0, 100).mapToDouble(i -> 100 - i / 10.0).toArray();
        values[0] = 1e6;
        XYChart chart = CurveChart.of("", null, List.of(new Curve("loss", epochs, values, false)));
        assertTrue(chart.getStyler().getYAxisMax() < 105, chart.getStyler().getYAxisMax() + " is the top");
        assertTrue(chart.getStyler().getYAxisMin() > 85, chart.getStyler().getYAxisMin() + " is the bottom");
    }

    @Test
    void whatIsNoNumberIsLeftOut() {
        Curve curve = new Curve("loss", new double[] {1, 2, 3}, new double[] {5, Double.NaN, 4}, false);
        assertArrayEquals(new double[] {1, 3}, x(CurveChart.of("", null, List.of(curve)), "loss"));
    }

    private static double[] x(XYChart chart, String series) {
        return chart.getSeriesMap().get(series).getXData();
    }

    private static double[] y(XYChart chart, String series) {
        return chart.getSeriesMap().get(series).getYData();
    }

    @Test
    void aTrainingLeavesPictures(@TempDir Path directory) throws IOException {
        Path run = directory.resolve("gan");
        CommandRun train = CommandRun.of(
                "train",
                "gan",
                "--data",
                "synthetic",
                "--limit",
                "64",
                "--batch-size",
                "32",
                "--hidden",
                "4",
                "--epochs",
                "2",
                "--out",
                run.toString());
        assertEquals(0, train.exitCode(), train.err());
        for (String name : List.of("loss.png", "discriminator.png")) {
            BufferedImage picture = ImageIO.read(run.resolve(name).toFile());
            assertEquals(0xffffff, picture.getRGB(2, 2) & 0xffffff, "paper");
            assertTrue(count(picture, TEAL) > 100, "the first curve of " + name);
            assertTrue(count(picture, ORANGE) > 100, "the second curve of " + name);
        }
        try (var files = Files.list(run)) {
            assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")), "nothing half written");
        }
    }

    private static long count(BufferedImage picture, int colour) {
        return IntStream.range(0, picture.getWidth() * picture.getHeight())
                .filter(i -> (picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) & 0xffffff) == colour)
                .count();
    }
}
