package io.gen4j.runtime.internal;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products of matrices that lie somewhere within ND4J's arrays. On the CPU, BLAS is called without a detour: {@code Nd4j.gemm}
 * takes 15 microseconds to reach it. BLAS works on the calling thread alone, since the {@link WorkerPool} has shared
 * out the work before; elsewhere, ND4J multiplies.
 */
public final class MatrixProduct {

    private MatrixProduct() {}

    /**
     * A matrix whose columns lie one after the other, as BLAS has them. The transpose of one whose rows do.
     *
     * @param array whole, of floats
     * @param offset of the matrix's first element in the array, counted in elements
     * @param rows of the matrix
     * @param columns of the matrix
     * @param stride from one column to the next, at least {@code rows}
     */
    public record Matrix(INDArray array, long offset, int rows, int columns, int stride) {

        /** All of an array, as columns of so many elements. */
        public static Matrix of(INDArray array, int rows) {
            return new Matrix(array, 0, rows, (int) (array.length() / rows), rows);
        }

        /** Some rows. */
        public Matrix rows(int from, int to) {
            return new Matrix(array, offset + from, to - from, columns, stride);
        }

        /** Some columns. */
        public Matrix columns(int from, int to) {
            return new Matrix(array, offset + (long) from * stride, rows, to - from, stride);
        }

        private INDArray view() {
            return Nd4j.create(
                    array.data(), new long[] {rows, columns}, new long[] {1, stride}, array.offset() + offset, 'f');
        }
    }

    /**
     * c = a b + keep c.
     *
     * @param transposeA whether a's transpose takes its place; so {@code transposeB}
     * @param keep 0 or 1
     */
    public static void multiply(Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix c, float keep) {
        if (!HostMemory.isLocal()) {
            Nd4j.gemm(a.view(), b.view(), c.view(), transposeA, transposeB, 1, keep);
            return;
        }
        SingleThreaded.ensure();
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasColMajor,
                transposeA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
                transposeB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
                c.rows,
                c.columns,
                transposeA ? a.rows : a.columns,
                1f,
                HostMemory.at(a.array, a.offset),
                a.stride,
                HostMemory.at(b.array, b.offset),
                b.stride,
                keep,
                HostMemory.at(c.array, c.offset),
                c.stride);
    }

    /** Takes BLAS's own threads out of play, once; who wants them for networks of DL4J's own sets them again afterwards. */
    private static final class SingleThreaded {

        static {
            Nd4j.factory().blas().setMaxThreads(1);
        }

        static void ensure() {}
    }
}
