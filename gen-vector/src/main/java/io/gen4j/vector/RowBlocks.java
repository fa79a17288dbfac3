package io.gen4j.vector;

import io.gen4j.runtime.internal.HostFloats;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of one thread, for a maximum number of rows. The rows that pad the last tile have undefined contents. */
final class RowBlocks {

    private final List<PackedLayer> layers;

    /** The input of each layer, and the output of the last one. */
    private final float[][][] values;

    RowBlocks(List<PackedLayer> layers) {
        this.layers = layers;
        values = new float[layers.size() + 1][0][];
    }

    /** Runs the rows from {@code from} to {@code to - 1} through all layers. */
    void forward(INDArray source, int from, int to, INDArray target, long firstRow) {
        int rows = (to - from + Tile.ROWS - 1) / Tile.ROWS * Tile.ROWS;
        reserve(rows);
        read(source, from, to);
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).forward(values[i], values[i + 1], rows);
        }
        write(target, firstRow + from, to - from);
    }

    private void reserve(int rows) {
        if (values[0].length < rows) {
            values[0] = new float[rows][layers.get(0).depth()];
            for (int i = 0; i < layers.size(); i++) {
                values[i + 1] = new float[rows][layers.get(i).width()];
            }
        }
    }

    private void read(INDArray source, int from, int to) {
        int inputs = layers.get(0).inputs();
        HostFloats floats = HostFloats.of(source);
        for (int row = from; row < to; row++) {
            floats.read((long) row * inputs, values[0][row - from], inputs);
        }
    }

    private void write(INDArray target, long firstRow, int count) {
        int outputs = layers.get(layers.size() - 1).outputs();
        HostFloats floats = HostFloats.of(target);
        for (int row = 0; row < count; row++) {
            floats.write(values[layers.size()][row], (firstRow + row) * outputs, outputs);
        }
    }
}
