package io.gen4j.nn.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies images between rows with the channels first, the order outside of the networks, and arrays with the channels
 * last.
 */
public final class ChannelOrder {

    private ChannelOrder() {}

    /** Copies {@code [n, channels * height * width]} into {@code [n, height, width, channels]}. */
    public static void toLast(INDArray rows, INDArray target, FeatureMap map) {
        copy(rows, target, 0, map.size(), map.channels(), map.height() * map.width());
    }

    /**
     * Copies {@code [n, height, width, channels]} into rows of {@code channels * height * width}, from {@code firstRow}
     * on.
     */
    public static void toFirst(INDArray source, INDArray rows, long firstRow, FeatureMap map) {
        copy(source, rows, firstRow, map.size(), map.height() * map.width(), map.channels());
    }

    /** Copies each image, transposed as a matrix with this number of rows and columns. */
    private static void copy(INDArray source, INDArray target, long firstImage, int size, int rows, int columns) {
        WorkerPool.shared().run((int) (source.length() / size), image -> {
            float[] from = new float[size];
            HostMemory.read(source, (long) image * size, from, size);
            HostMemory.write(transpose(from, rows, columns), target, (firstImage + image) * size, size);
        });
    }

    /** Returns the transpose of a matrix that is stored row by row. */
    static float[] transpose(float[] matrix, int rows, int columns) {
        if (rows == 1 || columns == 1) {
            return matrix;
        }
        float[] transposed = new float[matrix.length];
        transpose(matrix, rows, columns, transposed);
        return transposed;
    }

    /** Writes the transpose of a matrix that is stored row by row. */
    static void transpose(float[] matrix, int rows, int columns, float[] target) {
        for (int column = 0; column < columns; column++) {
            int to = column * rows;
            for (int row = 0; row < rows; row++) {
                target[to + row] = matrix[row * columns + column];
            }
        }
    }
}
