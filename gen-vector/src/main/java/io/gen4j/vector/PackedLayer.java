package io.gen4j.vector;

import io.gen4j.nn.InferenceEngine.Layer;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer with its weights packed in the order that {@link Tile} reads, and a copy of the original weights. A panel
 * holds the weights of one tile's columns.
 */
final class PackedLayer implements AutoCloseable {

    private final Layer layer;
    private final INDArray copy;
    private final float[][] panels;
    private final float[] bias;

    PackedLayer(Layer layer) {
        this.layer = layer;
        copy = NativeArrays.zeros(layer.weights().length());
        panels = new float[(layer.outputs() + Tile.COLUMNS - 1) / Tile.COLUMNS][depth() * Tile.COLUMNS];
        bias = new float[width()];
        pack();
    }

    int inputs() {
        return layer.inputs();
    }

    /** The number of inputs, rounded up to whole steps of {@link Tile}. */
    int depth() {
        return (layer.inputs() + Tile.STEP - 1) / Tile.STEP * Tile.STEP;
    }

    int outputs() {
        return layer.outputs();
    }

    /** The number of outputs, rounded up to whole tiles. */
    int width() {
        return panels.length * Tile.COLUMNS;
    }

    /** Whether the weights are unchanged since they were packed. Checks only one of several parts. */
    boolean isCurrent(int part, int parts) {
        long from = copy.length() * part / parts;
        long to = copy.length() * (part + 1) / parts;
        return HostMemory.isEqual(layer.weights(), from, copy, from, (int) (to - from));
    }

    /** Packs the current weights. */
    void pack() {
        HostMemory.copy(layer.weights(), 0, copy, 0, (int) copy.length());
        float[] column = new float[layer.inputs()];
        for (int output = 0; output < layer.outputs(); output++) {
            HostMemory.read(copy, (long) output * column.length, column, column.length);
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
     * Computes y.
     *
     * @param x rows of {@link #depth()} columns; the columns after the inputs have no effect, but must be finite
     * @param y rows of {@link #width()} columns
     * @param rows the number of rows, a multiple of {@link Tile#ROWS}
     */
    void forward(float[][] x, float[][] y, int rows) {
        for (int panel = 0; panel < panels.length; panel++) {
            int column = panel * Tile.COLUMNS;
            for (int row = 0; row < rows; row += Tile.ROWS) {
                Tile.multiply(depth(), x, panels[panel], bias, y, row, column);
            }
            VectorActivation.apply(layer.activation(), y, rows, column);
        }
    }

    @Override
    public void close() {
        copy.close();
    }
}
