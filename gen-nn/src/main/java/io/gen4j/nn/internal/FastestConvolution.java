package io.gen4j.nn.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.internal.MatrixConvolution.Kernel;
import org.jspecify.annotations.Nullable;

/** The fastest kernels of a convolution for each number of images. It makes them on first use. */
final class FastestConvolution implements AutoCloseable {

    private final FeatureMap large;
    private final FeatureMap small;
    private final Kernel kernel;
    private @Nullable ConvolutionKernels direct;
    private @Nullable WinogradConvolution winograd;

    FastestConvolution(FeatureMap large, FeatureMap small, Kernel kernel) {
        this.large = large;
        this.small = small;
        this.kernel = kernel;
    }

    /** The kernels for a number of images. They depend on the number and the shapes alone, since they round otherwise. */
    ConvolutionKernels of(long images) {
        return WinogradConvolution.suits(large, small, kernel, images) ? winograd() : direct();
    }

    private ConvolutionKernels winograd() {
        if (winograd == null) {
            winograd = new WinogradConvolution(large, small);
        }
        return winograd;
    }

    private ConvolutionKernels direct() {
        if (direct == null) {
            direct = EngineConvolution.fastest(large, small, kernel);
        }
        return direct;
    }

    @Override
    public void close() {
        if (direct != null) {
            direct.close();
        }
        if (winograd != null) {
            winograd.close();
        }
    }
}
