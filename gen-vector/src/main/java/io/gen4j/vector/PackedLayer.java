package io.gen4j.vector;

import io.gen4j.nn.InferenceEngine.Layer;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer with its weights in the order in which {@link Tile} takes them, and a copy of those from which they were made. */
final class PackedLayer implements AutoCloseable {

    private final Layer layer;
    private final INDArray packed;
    private final float[][] panels;
    private final float[] bias;

    PackedLayer(Layer layer) {
        this.layer = layer;
        packed = NativeArrays.zeros(layer.weights().length());
        panels = new float[(layer.outputs() + Tile.COLUMNS - 1) / Tile.COLUMNS][layer.inputs() * Tile.COLUMNS];
        bias = new float[width()];
        pack();
    }

    int inputs() {
        return layer.inputs();
    }

    int outputs() {
        return layer.outputs();
    }

    /** The outputs, up to a whole number of tiles. */
    int width() {
        return panels.length * Tile.COLUMNS;
    }

    /** Whether the weights are still those that were packed, as far as one of several parts is concerned. */
    boolean isCurrent(int part, int parts) {
        long length = packed.length();
        long from = length * part / parts;
        long to = length * (part + 1) / parts;
        return HostMemory.isEqual(layer.weights(), from, packed, from, (int) (to - from));
    }

    /** Takes the weights as they are now. */
    void pack() {
        HostMemory.copy(layer.weights(), 0, packed, 0, (int) packed.length());
        float[] column = new float[layer.inputs()];
        for (int output = 0; output < layer.outputs(); output++) {
            HostMemory.read(packed, (long) output * column.length, column, column.length);
            float[] panel = panels[output / Tile.COLUMNS];
            for (int k = 0; k < column.length; k++) {
                panel[k * Tile.COLUMNS + output % Tile.COLUMNS] = column[k];
            }
        }
    }

    void readBias() {
        HostMemory.read(layer.bias(), 0, bias, layer.outputs());
    }

    /**
     * Computes y of some blocks of six rows.
     *
     * @param x a block each, as {@link Tile} takes them
     * @param y of {@link #width} columns
     */
    void forward(float[][] x, float[][] y) {
        for (int panel = 0; panel < panels.length; panel++) {
            for (int block = 0; block < x.length; block++) {
                Tile.multiply(
                        layer.inputs(), x[block], panels[panel], bias, y, block * Tile.ROWS, panel * Tile.COLUMNS);
            }
        }
        for (float[] row : y) {
            VectorActivation.apply(layer.activation(), row);
        }
    }

    @Override
    public void close() {
        packed.close();
    }
}
