package io.gen4j.metric;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import io.gen4j.runtime.internal.Nd4jLoading;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The inner products of each point of one set with each of another, by matrix products of blocks, in single precision. */
final class PairwiseProducts {

    static {
        Nd4jLoading.prepare();
    }

    private static final int ROWS = 1024;
    private static final int COLUMNS = 2048;

    private final Points from;
    private final Points to;
    private final double factor;

    /**
     * Of two sets in the same space.
     *
     * @param factor that all products are multiplied by
     */
    PairwiseProducts(Points from, Points to, double factor) {
        this.from = from;
        this.to = to;
        this.factor = factor;
    }

    /** Takes products in. Called by several threads, but for one {@code index} by one at a time, in the order of {@code first}. */
    interface Visitor {
        /**
         * Some products with one point.
         *
         * @param index of the point in the first set
         * @param first index in the second set that the first product belongs to
         * @param products may be overwritten
         * @param count how many of them count
         */
        void visit(int index, int first, float[] products, int count);
    }

    /**
     * Goes through all pairs.
     *
     * @param progress receives the share that is done
     */
    void forEach(Visitor visitor, DoubleConsumer progress) {
        for (int row = 0; row < from.size(); row += ROWS) {
            int rows = Math.min(ROWS, from.size() - row);
            try (INDArray a = block(from, row, rows)) {
                for (int column = 0; column < to.size(); column += COLUMNS) {
                    int columns = Math.min(COLUMNS, to.size() - column);
                    try (INDArray b = block(to, column, columns)) {
                        visit(a, row, b, column, visitor);
                    }
                    progress.accept((row + (double) rows * column / to.size()) / from.size());
                }
            }
        }
        progress.accept(1);
    }

    private void visit(INDArray a, int row, INDArray b, int column, Visitor visitor) {
        int rows = (int) a.size(0);
        int columns = (int) b.size(0);
        try (INDArray products = NativeArrays.uninitialized(rows, columns)) {
            Nd4j.gemm(b.transpose(), a.transpose(), products.transpose(), true, false, factor, 0);
            IntStream.range(0, rows).parallel().forEach(i -> {
                float[] values = new float[columns];
                HostMemory.read(products, (long) i * columns, values, columns);
                visitor.visit(row + i, column, values, columns);
            });
        }
    }

    private static INDArray block(Points source, int first, int count) {
        int dimension = source.dimension();
        INDArray points = NativeArrays.uninitialized(count, dimension);
        IntStream.range(0, count).parallel().forEach(i -> {
            float[] point = new float[dimension];
            source.copy(first + i, point);
            HostMemory.write(point, points, (long) i * dimension, dimension);
        });
        return points;
    }
}
