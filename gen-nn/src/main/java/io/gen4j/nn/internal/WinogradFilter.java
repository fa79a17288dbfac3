package io.gen4j.nn.internal;

import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The transform of the filters in {@link WinogradConvolution}, and its adjoint. A filter of 4 x 4 pixels is four of 2 x 2,
 * one for even and odd rows and columns. Each thread has its own buffers: new arrays for each filter would take as long
 * as the transform.
 */
final class WinogradFilter {

    /** The maps of even or odd rows and columns. */
    static final int PHASES = 4;

    private static final int SIDE = 4;
    private static final int PIXELS = SIDE * SIDE;

    private final int channels;
    private final int size;
    private final float[] filter;
    private final float[] byPixel;
    private final float[][] columns;

    WinogradFilter(int channels, WinogradPlanes planes) {
        this.channels = channels;
        size = PIXELS * channels;
        filter = new float[size];
        byPixel = new float[size];
        columns = planes.newColumns(1);
    }

    /**
     * Transforms one of the filters {@code [filters, channels, 4, 4]} to a column of each plane, if it differs from the
     * last one.
     *
     * @param last the last weights, which it updates
     * @param always whether there are no last weights
     */
    void toPlanes(INDArray weights, int number, INDArray last, boolean always, WinogradPlanes planes) {
        long offset = (long) number * size;
        if (always || !HostMemory.isEqual(weights, offset, last, offset, size)) {
            HostMemory.read(weights, offset, filter, size);
            HostMemory.write(filter, last, offset, size);
            ChannelOrder.transpose(filter, channels, PIXELS, byPixel);
            for (int phase = 0; phase < PHASES; phase++) {
                toColumns(corner(phase) * channels, phase * channels);
            }
            planes.write(columns, number);
        }
    }

    private void toColumns(int from, int to) {
        int right = from + 2 * channels;
        int below = from + 2 * SIDE * channels;
        int last = below + 2 * channels;
        System.arraycopy(byPixel, from, columns[0], to, channels);
        sum(from, right, columns[1], to);
        System.arraycopy(byPixel, right, columns[2], to, channels);
        sum(from, below, columns[3], to);
        sum(right, last, columns[5], to);
        VectorLoops.sum(columns[3], to, columns[5], to, columns[4], to, channels);
        System.arraycopy(byPixel, below, columns[6], to, channels);
        sum(below, last, columns[7], to);
        System.arraycopy(byPixel, last, columns[8], to, channels);
    }

    /** The first pixel of a phase: its row is even or odd, and so is its column. */
    private static int corner(int phase) {
        return phase / 2 * SIDE + phase % 2;
    }

    private void sum(int a, int b, float[] target, int to) {
        VectorLoops.sum(byPixel, a, byPixel, b, target, to, channels);
    }

    /** Computes the gradient by one of the filters from the gradients by the planes, and writes it or adds it. */
    void fromPlanes(WinogradPlanes planes, int number, INDArray gradients, ParameterGradients way) {
        planes.read(number, columns);
        for (int phase = 0; phase < PHASES; phase++) {
            int pixel = corner(phase) * channels;
            sumOfFour(0, phase * channels, pixel);
            sumOfFour(1, phase * channels, pixel + 2 * channels);
            sumOfFour(3, phase * channels, pixel + 2 * SIDE * channels);
            sumOfFour(4, phase * channels, pixel + 2 * SIDE * channels + 2 * channels);
        }
        ChannelOrder.transpose(byPixel, PIXELS, channels, filter);
        long offset = (long) number * size;
        if (way == ParameterGradients.ADD) {
            HostMemory.read(gradients, offset, byPixel, size);
            VectorLoops.add(byPixel, filter, 0, size);
        }
        HostMemory.write(filter, gradients, offset, size);
    }

    /** Adds four neighbouring planes. */
    private void sumOfFour(int first, int from, int to) {
        float[] a = columns[first];
        float[] b = columns[first + 1];
        float[] c = columns[first + 3];
        float[] d = columns[first + 4];
        for (int i = 0; i < channels; i++) {
            byPixel[to + i] = (a[from + i] + b[from + i]) + (c[from + i] + d[from + i]);
        }
    }
}
