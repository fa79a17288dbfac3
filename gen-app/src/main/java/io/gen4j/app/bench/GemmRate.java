package io.gen4j.app.bench;

import io.gen4j.runtime.WorkerPool;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The rate of a large matrix product on Gen4J's number of threads. Use it as a measure of the machine. */
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
            return best();
        } finally {
            blas.setMaxThreads(threads);
        }
    }

    private static double best() {
        long nanos = Long.MAX_VALUE;
        try (INDArray a = matrix();
                INDArray b = matrix();
                INDArray c = matrix()) {
            for (int i = 0; i < TRIES; i++) {
                long start = System.nanoTime();
                Nd4j.gemm(a, b, c, false, false, 1, 0);
                nanos = Math.min(nanos, System.nanoTime() - start);
            }
        }
        return 2.0 * SIDE * SIDE * SIDE / nanos * 1e9;
    }

    private static INDArray matrix() {
        return Nd4j.valueArrayOf(new long[] {SIDE, SIDE}, 0.5, DataType.FLOAT).dup('f');
    }
}
