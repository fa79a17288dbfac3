package io.gen4j.onednn;

import io.gen4j.runtime.ConvolutionEngine;
import io.gen4j.runtime.CpuFeatures;
import io.gen4j.runtime.MatrixEngine;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;

/**
 * Multiplies matrices with {@code dnnl_sgemm} of oneDNN, and convolves with its primitives. Use it to train faster on an
 * x86 processor: add this module, and Gen4J finds it by {@link java.util.ServiceLoader}.
 *
 * <p>For the batches of a training, OpenBLAS spends a large part of a product on packing the operands. oneDNN packs
 * less, and reaches 1.1 to 2 times the rate.
 */
public final class OneDnnEngine implements MatrixEngine {

    /** Smaller products leave most of a vector register empty. OpenBLAS then has special kernels. */
    private static final int LEAST = 16;

    private static final String BINARY = "/org/bytedeco/dnnl/%s/%s";

    private final Optional<String> obstacle;

    /** Makes the engine. {@link java.util.ServiceLoader} calls it. */
    public OneDnnEngine() {
        obstacle = obstacle(Loader.getPlatform(), CpuFeatures.detect().flags(), hasBinary(Loader.getPlatform()));
    }

    private static boolean hasBinary(String platform) {
        String library = String.format(BINARY, platform, System.mapLibraryName("jnidnnl"));
        return OneDnnEngine.class.getResource(library) != null;
    }

    static Optional<String> obstacle(String platform, Set<String> flags, boolean hasBinary) {
        if (!platform.equals("linux-x86_64")) {
            return Optional.of("it was tried on linux-x86_64 only, and this is " + platform);
        }
        if (!flags.contains("avx2")) {
            return Optional.of("the processor has no AVX2");
        }
        if (!hasBinary) {
            return Optional.of("the binaries of org.bytedeco:dnnl and org.bytedeco:opencl for " + platform
                    + " are not on the class path");
        }
        return Optional.empty();
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public boolean suits(int rows, int columns, int inner) {
        return rows >= LEAST && columns >= LEAST && inner >= LEAST;
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
        int threads = OpenMp.limitToOne();
        try {
            // oneDNN's matrices are row by row: it sees the transposes, whose product has the operands swapped.
            int status = dnnl.dnnl_sgemm(
                    flag(transposeB),
                    flag(transposeA),
                    columns,
                    rows,
                    inner,
                    1f,
                    b,
                    strideB,
                    a,
                    strideA,
                    keep,
                    c,
                    strideC);
            if (status != dnnl.dnnl_success) {
                throw new IllegalStateException("oneDNN cannot multiply " + rows + " x " + inner + " by " + inner
                        + " x " + columns + ": status " + status);
            }
        } finally {
            OpenMp.restore(threads);
        }
    }

    @Override
    public Optional<ConvolutionEngine> convolution(ConvolutionEngine.Shape shape) {
        return Arrays.stream(ConvolutionEngine.Pass.values()).anyMatch(pass -> OneDnnConvolution.suits(shape, pass))
                ? Optional.of(new OneDnnConvolution(shape))
                : Optional.empty();
    }

    private static byte flag(boolean transpose) {
        return (byte) (transpose ? 'T' : 'N');
    }
}
