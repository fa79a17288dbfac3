package io.gen4j.runtime.internal;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.MatrixEngine;
import io.gen4j.runtime.WorkerPool;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrix products of parts of ND4J arrays. Use it instead of {@code Nd4j.gemm}, which takes 15 microseconds to reach
 * BLAS.
 *
 * <p>On the CPU it calls a {@link MatrixEngine} or BLAS directly, on the calling thread alone, because the {@link
 * WorkerPool} has already split the work. On other backends, ND4J multiplies.
 */
public final class MatrixProduct {

    private MatrixProduct() {}

    /**
     * A matrix column by column, as BLAS expects it. A row-by-row matrix is its transpose.
     *
     * @param array the whole float array
     * @param offset the index of the matrix's first element in the array
     * @param rows the number of rows
     * @param columns the number of columns
     * @param stride the distance in elements from one column to the next, at least {@code rows}
     */
    public record Matrix(INDArray array, long offset, int rows, int columns, int stride) {

        /** A whole array as a matrix with the given number of rows. */
        public static Matrix of(INDArray array, int rows) {
            return new Matrix(array, 0, rows, (int) (array.length() / rows), rows);
        }

        /** Returns the rows {@code from} to {@code to - 1}. */
        public Matrix rows(int from, int to) {
            return new Matrix(array, offset + from, to - from, columns, stride);
        }

        /** Returns the columns {@code from} to {@code to - 1}. */
        public Matrix columns(int from, int to) {
            return new Matrix(array, offset + (long) from * stride, rows, to - from, stride);
        }

        private INDArray view() {
            return Nd4j.create(
                    array.data(), new long[] {rows, columns}, new long[] {1, stride}, array.offset() + offset, 'f');
        }
    }

    /**
     * Computes c = a b + keep c.
     *
     * @param transposeA whether to use a's transpose; {@code transposeB} likewise
     * @param keep 0 or 1
     */
    public static void multiply(Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix c, float keep) {
        if (!HostMemory.isLocal()) {
            Nd4j.gemm(a.view(), b.view(), c.view(), transposeA, transposeB, 1, keep);
            return;
        }
        int inner = transposeA ? a.rows : a.columns;
        engine(c.rows, c.columns, inner)
                .multiply(
                        transposeA,
                        transposeB,
                        c.rows,
                        c.columns,
                        inner,
                        HostMemory.at(a.array, a.offset),
                        a.stride,
                        HostMemory.at(b.array, b.offset),
                        b.stride,
                        keep,
                        HostMemory.at(c.array, c.offset),
                        c.stride);
    }

    private static MatrixEngine engine(int rows, int columns, int inner) {
        @Nullable MatrixEngine installed = Engine.INSTALLED;
        return installed != null && installed.suits(rows, columns, inner) ? installed : OpenBlas.INSTANCE;
    }

    /** The engine beside OpenBLAS, if any. */
    private static final class Engine {

        static final @Nullable MatrixEngine INSTALLED = MatrixEngine.installed().orElse(null);
    }
}
