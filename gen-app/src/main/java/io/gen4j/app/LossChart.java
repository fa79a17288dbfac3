package io.gen4j.app;

import io.gen4j.checkpoint.State;
import io.gen4j.image.Png;
import io.gen4j.train.Metrics;
import io.gen4j.train.TrainingListener;
import io.gen4j.train.TrainingLoop;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the losses against the epochs, anew after each. */
final class LossChart implements TrainingListener {

    private static final String STATE = "loss chart";
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
            if (isLoss(name)) {
                losses.computeIfAbsent(name, unknown -> new ArrayList<>()).add(mean.value(name));
            }
        }
        Png.write(file, BitmapEncoder.getBufferedImage(chart()));
    }

    @Override
    public void resumed(TrainingLoop loop, State state) throws IOException {
        started(loop);
        State mine = state.in(STATE);
        if (mine.has("epochs")) {
            DoubleStream.of(mine.doubles("epochs")).forEach(epochs::add);
            for (String name : loop.trainer().metricNames()) {
                if (isLoss(name)) {
                    double[] values = mine.doubles(name, epochs.size());
                    losses.put(name, DoubleStream.of(values).boxed().collect(Collectors.toList()));
                }
            }
        }
    }

    @Override
    public void started(TrainingLoop loop) {
        epochs.clear();
        losses.clear();
    }

    @Override
    public void save(State state) {
        if (!epochs.isEmpty()) {
            State mine = state.in(STATE);
            mine.put("epochs", array(epochs));
            losses.forEach((name, values) -> mine.put(name, array(values)));
        }
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static boolean isLoss(String name) {
        return name.endsWith(UNIT) || name.endsWith(LOSS);
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
