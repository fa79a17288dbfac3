package io.gen4j.runtime.internal;

import io.gen4j.runtime.MatrixEngine;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;

/** OpenBLAS, which multiplies matrices of any shape. */
final class OpenBlas implements MatrixEngine {

    static {
        Nd4jLoading.prepare();
    }

    static final OpenBlas INSTANCE = new OpenBlas();

    /** Sets BLAS to one thread. To use BLAS threads in your own DL4J networks, set them again afterwards. */
    private OpenBlas() {
        Nd4j.factory().blas().setMaxThreads(1);
    }

    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public boolean suits(int rows, int columns, int inner) {
        return true;
    }

    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int rows,
            int columns,
            int inner,
            FloatPointer a,
            int strideA,
            FloatPointer b,
            int strideB,
            float keep,
            FloatPointer c,
            int strideC) {
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasColMajor,
                flag(transposeA),
                flag(transposeB),
                rows,
                columns,
                inner,
                1f,
                a,
                strideA,
                b,
                strideB,
                keep,
                c,
                strideC);
    }

    private static int flag(boolean transpose) {
        return transpose ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    }
}
