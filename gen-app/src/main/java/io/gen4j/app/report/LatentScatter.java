package io.gen4j.app.report;

import io.gen4j.latent.EncodedImages;
import io.gen4j.latent.LatentPlane;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A scatter plot of latents with two numbers. Each image is a point, with one colour per label. */
public final class LatentScatter {

    private static final int SIDE = 700;
    private static final int LEGEND = 100;
    private static final int MARKER = 4;

    private LatentScatter() {}

    /** @param labelNames the names of the labels; empty if the images have none, and all points then have one colour */
    public static BufferedImage of(EncodedImages images, LatentPlane plane, List<String> labelNames) {
        XYChart chart = new XYChartBuilder()
                .width(SIDE + (labelNames.isEmpty() ? 0 : LEGEND))
                .height(SIDE)
                .xAxisTitle("mu " + (plane.across() + 1))
                .yAxisTitle("mu " + (plane.up() + 1))
                .build();
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
                .setMarkerSize(MARKER)
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendVisible(!labelNames.isEmpty())
                .setChartBackgroundColor(Color.WHITE);
        double[] across = images.latents().getColumn(plane.across()).toDoubleVector();
        double[] up = images.latents().getColumn(plane.up()).toDoubleVector();
        if (labelNames.isEmpty()) {
            chart.addSeries("images", across, up);
        }
        for (int label = 0; label < labelNames.size(); label++) {
            addLabel(chart, labelNames, label, indices(images.labels(), label), across, up);
        }
        chart.getSeriesMap().values().forEach(series -> series.setMarker(SeriesMarkers.CIRCLE));
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static int[] indices(int[] labels, int label) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }

    private static void addLabel(
            XYChart chart, List<String> names, int label, int[] indices, double[] across, double[] up) {
        if (indices.length > 0) {
            chart.addSeries(names.get(label), pick(across, indices), pick(up, indices))
                    .setMarkerColor(colour(label, names.size()));
        }
    }

    private static double[] pick(double[] values, int[] indices) {
        return IntStream.of(indices).mapToDouble(i -> values[i]).toArray();
    }

    /** Hues at equal distances; every second hue is darker. */
    private static Color colour(int label, int labels) {
        return Color.getHSBColor((float) label / labels, 0.85f, label % 2 == 0 ? 0.95f : 0.65f);
    }
}
