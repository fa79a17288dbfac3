package io.gen4j.nn.internal;

import io.gen4j.runtime.internal.HostFloats;
import io.gen4j.runtime.internal.MatrixProduct.Matrix;
import io.gen4j.runtime.internal.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Nine matrices, one for each product of a tile in {@link WinogradConvolution}. Their columns belong to tiles of maps, or
 * to filters.
 */
final class WinogradPlanes implements AutoCloseable {

    /** The number of products that give the four outputs of a tile: three down and three across. */
    static final int COUNT = 9;

    private final int depth;
    private final int columns;
    private final int leading;
    private final INDArray array;
    private final HostFloats floats;

    /**
     * Allocates planes of zeros.
     *
     * @param depth the numbers in a column
     * @param columns the columns of each plane
     */
    WinogradPlanes(int depth, int columns) {
        this.depth = depth;
        this.columns = columns;
        leading = Im2Col.leadingDimension(depth);
        array = NativeArrays.zeros((long) COUNT * columns * leading);
        floats = HostFloats.of(array);
    }

    /** The first columns of a plane. */
    Matrix matrix(int plane, int count) {
        return new Matrix(array, offset(plane, 0), depth, count, leading);
    }

    private long offset(int plane, int column) {
        return ((long) plane * columns + column) * leading;
    }

    /** Room for some columns of all planes in Java's memory. */
    float[][] newColumns(int count) {
        return new float[COUNT][count * depth];
    }

    /** Writes columns of all planes, from {@code first} on. */
    void write(float[][] values, int first) {
        for (int plane = 0; plane < COUNT; plane++) {
            for (int i = 0; i < values[plane].length / depth; i++) {
                floats.write(values[plane], i * depth, offset(plane, first + i), depth);
            }
        }
    }

    /** Reads columns of all planes, from {@code first} on. */
    void read(int first, float[][] values) {
        for (int plane = 0; plane < COUNT; plane++) {
            for (int i = 0; i < values[plane].length / depth; i++) {
                floats.read(offset(plane, first + i), values[plane], i * depth, depth);
            }
        }
    }

    @Override
    public void close() {
        array.close();
    }
}
