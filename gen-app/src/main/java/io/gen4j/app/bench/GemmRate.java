package io.gen4j.app.bench;

import io.gen4j.nn.internal.ColumnPartition;
import io.gen4j.runtime.WorkerPool;
import io.gen4j.runtime.internal.MatrixProduct;
import io.gen4j.runtime.internal.MatrixProduct.Matrix;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rate of a large matrix product on Gen4J's number of threads, by the fastest library. Use it as a measure of the
 * machine.
 */
final class GemmRate {

    private static final int SIDE = 1536;
    private static final int TRIES = 12;

    private GemmRate() {}

    /** The best of several runs, in floating-point operations per second. */
    static double measure() {
        Blas blas = Nd4j.factory().blas();
        int threads = blas.getMaxThreads();
        blas.setMaxThreads(WorkerPool.shared().size());
        try {
            return Math.max(best(GemmRate::byNd4j), best(GemmRate::byEngine));
        } finally {
            blas.setMaxThreads(threads);
        }
    }

    private interface Product {
        void multiply(INDArray a, INDArray b, INDArray c);
    }

    private static void byNd4j(INDArray a, INDArray b, INDArray c) {
        Nd4j.gemm(a, b, c, false, false, 1, 0);
    }

    /** As the layers multiply: each thread some columns. */
    private static void byEngine(INDArray a, INDArray b, INDArray c) {
        ColumnPartition.run(
                SIDE,
                slice -> MatrixProduct.multiply(
                        Matrix.of(a, SIDE),
                        false,
                        Matrix.of(b, SIDE).columns(slice.from(), slice.to()),
                        false,
                        Matrix.of(c, SIDE).columns(slice.from(), slice.to()),
                        0));
    }

    private static double best(Product product) {
        long nanos = Long.MAX_VALUE;
        try (INDArray a = matrix();
                INDArray b = matrix();
                INDArray c = matrix()) {
            for (int i = 0; i < TRIES; i++) {
                long start = System.nanoTime();
                product.multiply(a, b, c);
                nanos = Math.min(nanos, System.nanoTime() - start);
            }
        }
        return 2.0 * SIDE * SIDE * SIDE / nanos * 1e9;
    }

    private static INDArray matrix() {
        return Nd4j.valueArrayOf(new long[] {SIDE, SIDE}, 0.5, DataType.FLOAT).dup('f');
    }
}
