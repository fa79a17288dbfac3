package io.gen4j.app.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves over the epochs, on a readable scale. A few outliers, such as values of the first updates, are cut off, so that
 * they do not flatten the other values.
 */
final class CurveChart {

    /** More points would not be visible. */
    static final int MAX_POINTS = 400;

    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;

    /**
     * The share of values that may be cut off at either end of the axis. An outlier lies beyond the others by this part of
     * their span.
     */
    private static final double CUT_SHARE = 0.05;

    private static final double CUT_SPANS = 0.5;
    private static final double ROOM = 0.05;

    private static final Color[] COLOURS = {
        new Color(0x0f766e), new Color(0xb4530a), new Color(0x5b53b8), new Color(0x9c2f6b), new Color(0x3f6b1f)
    };
    private static final Color INK = new Color(0x22262a);
    private static final Color FAINT = new Color(0xe2dfd8);
    private static final BasicStroke LINE = new BasicStroke(1.75f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private CurveChart() {}

    /**
     * A chart of curves.
     *
     * @param unit of the values
     * @param range least and greatest value of the vertical axis; null to fit it to the values
     * @param curves at least one with a point
     */
    static XYChart of(String unit, double @Nullable [] range, List<Curve> curves) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("epoch")
                .yAxisTitle(unit)
                .build();
        style(chart);
        int colour = 0;
        for (Curve curve : curves) {
            Curve drawn = curve.finite().thinned(MAX_POINTS);
            if (drawn.x().length > 0) {
                XYSeries series = chart.addSeries(curve.name(), drawn.x(), drawn.y());
                boolean marked = curve.dots() || drawn.x().length == 1;
                series.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
                series.setLineStyle(LINE);
                series.setLineColor(COLOURS[colour % COLOURS.length]);
                series.setMarkerColor(COLOURS[colour % COLOURS.length]);
            }
            colour++;
        }
        double[] shown = range == null ? range(chart) : range;
        chart.getStyler().setYAxisMin(shown[0]).setYAxisMax(shown[1]);
        return chart;
    }

    private static void style(XYChart chart) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
        chart.getStyler()
                .setLocale(Locale.ROOT)
                .setXAxisMin(0.0)
                .setPlotGridLinesColor(FAINT)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setPlotGridVerticalLinesVisible(false)
                .setAxisTickLabelsFont(font)
                .setAxisTitleFont(font)
                .setAxisTickLabelsColor(INK)
                .setMarkerSize(5)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendFont(font)
                .setLegendBorderColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartFontColor(INK)
                .setChartBackgroundColor(Color.WHITE)
                .setAntiAlias(true);
    }

    /** From the least to the greatest value without the outliers, with some room. */
    private static double[] range(XYChart chart) {
        double[] sorted = chart.getSeriesMap().values().stream()
                .flatMapToDouble(series -> Arrays.stream(series.getYData()))
                .sorted()
                .toArray();
        int cut = (int) (CUT_SHARE * sorted.length);
        int last = sorted.length - 1;
        double span = sorted[last - cut] - sorted[cut];
        double low = sorted[cut] - sorted[0] > CUT_SPANS * span ? sorted[cut] : sorted[0];
        double high = sorted[last] - sorted[last - cut] > CUT_SPANS * span ? sorted[last - cut] : sorted[last];
        double room = ROOM * (high > low ? high - low : Math.max(1, Math.abs(high)));
        return new double[] {low - room, high + room};
    }
}
