package io.gen4j.app;

import io.gen4j.image.Png;
import io.gen4j.train.Metrics;
import io.gen4j.train.TrainingListener;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the losses against the epochs, anew after each. */
final class LossChart implements TrainingListener {

    private static final String UNIT = "_nats";
    private static final String LOSS = "_loss";

    private final Path file;
    private final List<Double> epochs = new ArrayList<>();
    private final Map<String, List<Double>> losses = new LinkedHashMap<>();

    LossChart(Path file) {
        this.file = file;
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) throws IOException {
        epochs.add((double) epoch);
        for (String name : mean.names()) {
            if (name.endsWith(UNIT) || name.endsWith(LOSS)) {
                losses.computeIfAbsent(name, unknown -> new ArrayList<>()).add(mean.value(name));
            }
        }
        Png.write(file, BitmapEncoder.getBufferedImage(chart()));
    }

    private XYChart chart() {
        XYChart chart = new XYChartBuilder()
                .width(800)
                .height(500)
                .xAxisTitle("epoch")
                .yAxisTitle(losses.keySet().stream().allMatch(name -> name.endsWith(UNIT)) ? "nats an image" : "loss")
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        losses.forEach((name, values) -> {
            XYSeries series = chart.addSeries(name.replace(UNIT, ""), epochs, values);
            series.setMarker(epochs.size() < 2 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        });
        return chart;
    }
}
