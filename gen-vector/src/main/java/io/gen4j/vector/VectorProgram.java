package io.gen4j.vector;

import io.gen4j.nn.InferenceEngine;
import io.gen4j.nn.InferenceEngine.Layer;
import io.gen4j.runtime.HostFloats;
import io.gen4j.runtime.ThreadTeam;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dense layers in a row. The threads share out a layer's panels one by one, so that a thread whose processor is slowed down
 * takes fewer of them.
 */
final class VectorProgram implements InferenceEngine.Program {

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

    /** Takes weights that have changed only when they were found to have: to compare them is a part of the shared work. */
    private void forward(PackedLayer layer, float[][] x, float[][] y, int rows) {
        layer.readBias();
        AtomicBoolean changed = new AtomicBoolean();
        eachPanel(layer, panel -> {
            if (layer.isCurrent(panel)) {
                layer.forward(panel, x, y, rows);
            } else {
                changed.set(true);
            }
        });
        if (changed.get()) {
            layer.pack();
            eachPanel(layer, panel -> layer.forward(panel, x, y, rows));
        }
    }

    /** Threads that work at the same time get panels far from each other: neighbours would write into the same cache lines. */
    private void eachPanel(PackedLayer layer, IntConsumer task) {
        int threads = team.size();
        int stride = (layer.panels() + threads - 1) / threads;
        team.run(stride * threads, part -> {
            int panel = part % threads * stride + part / threads;
            if (panel < layer.panels()) {
                task.accept(panel);
            }
        });
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
