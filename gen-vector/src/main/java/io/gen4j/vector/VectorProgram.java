package io.gen4j.vector;

import io.gen4j.nn.InferenceEngine;
import io.gen4j.nn.InferenceEngine.Layer;
import io.gen4j.runtime.HostFloats;
import io.gen4j.runtime.ThreadTeam;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dense layers in a row. The threads share out a layer's panels one by one, so that a thread whose processor is slowed down
 * takes fewer of them.
 */
final class VectorProgram implements InferenceEngine.Program {

    /** Parts a thread, of the comparison of a layer's weights. */
    private static final int COMPARISONS = 4;

    private final List<PackedLayer> layers;
    private final ThreadTeam team = ThreadTeam.shared();

    /** What goes into each layer, and out of the last one. Rows that fill up the last tile hold anything. */
    private final float[][][] values;

    VectorProgram(List<Layer> layers) {
        this.layers = layers.stream().map(PackedLayer::new).toList();
        values = new float[layers.size() + 1][0][];
    }

    @Override
    public void forward(INDArray input, INDArray target, long firstRow) {
        int count = (int) input.size(0);
        int rows = (count + Tile.ROWS - 1) / Tile.ROWS * Tile.ROWS;
        reserve(rows);
        read(input, count);
        for (int i = 0; i < layers.size(); i++) {
            forward(layers.get(i), values[i], values[i + 1], rows);
        }
        write(target, firstRow, count);
    }

    private void reserve(int rows) {
        if (values[0].length < rows) {
            values[0] = new float[rows][layers.get(0).depth()];
            for (int i = 0; i < layers.size(); i++) {
                values[i + 1] = new float[rows][layers.get(i).width()];
            }
        }
    }

    private void read(INDArray input, int count) {
        int inputs = layers.get(0).inputs();
        HostFloats source = HostFloats.of(input);
        for (int row = 0; row < count; row++) {
            source.read((long) row * inputs, values[0][row], inputs);
        }
    }

    /** Whether weights have changed is found out beside the work, which then has to be done again. */
    private void forward(PackedLayer layer, float[][] x, float[][] y, int rows) {
        layer.readBias();
        int comparisons = COMPARISONS * team.size();
        AtomicBoolean changed = new AtomicBoolean();
        team.run(comparisons + places(layer), part -> {
            if (part >= comparisons) {
                forward(layer, part - comparisons, x, y, rows);
            } else if (!layer.isCurrent(part, comparisons)) {
                changed.set(true);
            }
        });
        if (changed.get()) {
            layer.pack();
            team.run(places(layer), place -> forward(layer, place, x, y, rows));
        }
    }

    /** The panels, up to as many for each thread. */
    private int places(PackedLayer layer) {
        return (layer.panels() + team.size() - 1) / team.size() * team.size();
    }

    /** Places in a row are panels far from each other: neighbours, computed at the same time, share cache lines of y. */
    private void forward(PackedLayer layer, int place, float[][] x, float[][] y, int rows) {
        int panel = place % team.size() * (places(layer) / team.size()) + place / team.size();
        if (panel < layer.panels()) {
            layer.forward(panel, x, y, rows);
        }
    }

    private void write(INDArray target, long firstRow, int count) {
        float[][] source = values[layers.size()];
        int outputs = layers.get(layers.size() - 1).outputs();
        HostFloats written = HostFloats.of(target);
        team.run((count + Tile.ROWS - 1) / Tile.ROWS, tile -> {
            for (int row = tile * Tile.ROWS; row < Math.min(count, (tile + 1) * Tile.ROWS); row++) {
                written.write(source[row], (firstRow + row) * outputs, outputs);
            }
        });
    }

    @Override
    public void close() {
        layers.forEach(PackedLayer::close);
    }
}
