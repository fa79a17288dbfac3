package io.gen4j.metric;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The squared Euclidean distances from each point of one set to each of another, |a|² + |b|² - 2 a·b, whose products come
 * from matrix products of blocks. In single precision: near 0 the error is some millionths of |a|².
 */
final class SquaredDistances {

    private static final int ROWS = 1024;
    private static final int COLUMNS = 2048;

    private final Points from;
    private final Points to;

    /** Of two sets in the same space. */
    SquaredDistances(Points from, Points to) {
        this.from = from;
        this.to = to;
    }

    /** Takes distances in. Called by several threads, but for one {@code index} by one at a time, in the order of {@code first}. */
    interface Visitor {
        /**
         * Some distances from one point.
         *
         * @param index of the point in the first set
         * @param first index in the second set that the first distance belongs to
         * @param distances squared, 0 or more
         * @param count how many of them count
         */
        void visit(int index, int first, float[] distances, int count);
    }

    /**
     * Goes through all pairs.
     *
     * @param progress hears the share that is done
     */
    void forEach(Visitor visitor, DoubleConsumer progress) {
        for (int row = 0; row < from.size(); row += ROWS) {
            int rows = Math.min(ROWS, from.size() - row);
            try (Block a = new Block(from, row, rows)) {
                for (int column = 0; column < to.size(); column += COLUMNS) {
                    try (Block b = new Block(to, column, Math.min(COLUMNS, to.size() - column))) {
                        visit(a, b, visitor);
                    }
                    progress.accept((row + (double) rows * column / to.size()) / from.size());
                }
            }
        }
        progress.accept(1);
    }

    private static void visit(Block a, Block b, Visitor visitor) {
        int columns = b.norms.length;
        try (INDArray products = NativeArrays.uninitialized(a.norms.length, columns)) {
            Nd4j.gemm(b.points.transpose(), a.points.transpose(), products.transpose(), true, false, -2, 0);
            IntStream.range(0, a.norms.length).parallel().forEach(i -> {
                float[] distances = new float[columns];
                HostMemory.read(products, (long) i * columns, distances, columns);
                for (int j = 0; j < columns; j++) {
                    distances[j] = Math.max(0, distances[j] + a.norms[i] + b.norms[j]);
                }
                visitor.visit(a.first + i, b.first, distances, columns);
            });
        }
    }

    /** Some points in a row, and their squared lengths. */
    private static final class Block implements AutoCloseable {

        private final int first;
        private final INDArray points;
        private final float[] norms;

        Block(Points source, int first, int count) {
            this.first = first;
            int dimension = source.dimension();
            points = NativeArrays.uninitialized(count, dimension);
            norms = new float[count];
            IntStream.range(0, count).parallel().forEach(i -> {
                float[] point = new float[dimension];
                source.copy(first + i, point);
                HostMemory.write(point, points, (long) i * dimension, dimension);
                double sum = 0;
                for (float value : point) {
                    sum += value * value;
                }
                norms[i] = (float) sum;
            });
        }

        @Override
        public void close() {
            points.close();
        }
    }
}
