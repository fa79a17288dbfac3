package io.gen4j.vector;

import io.gen4j.runtime.HostFloats;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of one thread, for as many rows as it was given last. Rows that fill up the last block hold anything. */
final class RowBlocks {

    private final List<PackedLayer> layers;
    private float[][] input = {};
    private final float[][][] x;
    private final float[][][] y;

    RowBlocks(List<PackedLayer> layers) {
        this.layers = layers;
        x = new float[layers.size()][0][];
        y = new float[layers.size()][0][];
    }

    /** Takes the rows from {@code from} up to {@code to} through all layers. */
    void forward(INDArray source, int from, int to, INDArray target, long firstRow) {
        int rows = to - from;
        resize((rows + Tile.ROWS - 1) / Tile.ROWS);
        int inputs = layers.get(0).inputs();
        HostFloats read = HostFloats.of(source);
        for (int row = 0; row < rows; row++) {
            read.read((long) (from + row) * inputs, input[row], inputs);
        }
        float[][] current = input;
        for (int i = 0; i < layers.size(); i++) {
            PackedLayer layer = layers.get(i);
            for (int block = 0; block < x[i].length; block++) {
                Tile.interleave(current, block * Tile.ROWS, layer.inputs(), x[i][block]);
            }
            layer.forward(x[i], y[i]);
            current = y[i];
        }
        int outputs = layers.get(layers.size() - 1).outputs();
        HostFloats written = HostFloats.of(target);
        for (int row = 0; row < rows; row++) {
            written.write(current[row], (firstRow + from + row) * outputs, outputs);
        }
    }

    private void resize(int blocks) {
        if (x[0].length == blocks) {
            return;
        }
        int rows = blocks * Tile.ROWS;
        input = new float[rows][layers.get(0).inputs()];
        for (int i = 0; i < layers.size(); i++) {
            PackedLayer layer = layers.get(i);
            x[i] = new float[blocks][layer.inputs() * Tile.ROWS];
            y[i] = new float[rows][layer.width()];
        }
    }
}
