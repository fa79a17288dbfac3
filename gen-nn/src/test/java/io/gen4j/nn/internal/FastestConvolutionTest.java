package io.gen4j.nn.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.internal.MatrixConvolution.Kernel;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FastestConvolutionTest {

    private static final FeatureMap LARGE = new FeatureMap(128, 8, 8);
    private static final FeatureMap SMALL = new FeatureMap(128, 4, 4);
    private static final Kernel HALVING = new Kernel(new int[] {4, 4}, new int[] {2, 2}, new int[] {1, 1});

    /** As a training does that ends an epoch with a smaller batch, and goes on. */
    @Test
    void agreesForEachNumberOfImages() {
        INDArray images = Nd4j.rand(DataType.FLOAT, 32, 8, 8, 128);
        INDArray weights = Nd4j.rand(DataType.FLOAT, 128, 128, 4, 4).subi(0.5);
        try (FastestConvolution convolution = new FastestConvolution(LARGE, SMALL, HALVING)) {
            INDArray many = toSmall(convolution, images, weights);
            INDArray few = toSmall(convolution, first(images, 31), weights);
            weights.muli(2);
            INDArray again = toSmall(convolution, images, weights);
            assertEquals(
                    0,
                    first(many, 31).sub(few).norm2Number().doubleValue()
                            / few.norm2Number().doubleValue(),
                    1e-5);
            assertEquals(
                    0,
                    many.mul(2).sub(again).norm2Number().doubleValue()
                            / again.norm2Number().doubleValue(),
                    1e-5);
        }
    }

    private static INDArray first(INDArray maps, int count) {
        return maps.get(NDArrayIndex.interval(0, count)).dup();
    }

    private static INDArray toSmall(FastestConvolution convolution, INDArray images, INDArray weights) {
        ConvolutionKernels kernels = convolution.of(images.size(0));
        kernels.take(weights);
        INDArray result = SMALL.newArray(images.size(0));
        kernels.toSmall(images, result);
        return result;
    }

    @Test
    void keepsWhatItHasMade() {
        try (FastestConvolution convolution = new FastestConvolution(LARGE, SMALL, HALVING)) {
            ConvolutionKernels many = convolution.of(32);
            ConvolutionKernels few = convolution.of(1);
            assertInstanceOf(WinogradConvolution.class, many);
            assertNotSame(many, few);
            assertSame(many, convolution.of(1_000_000));
            assertSame(few, convolution.of(31));
        }
    }

    @Test
    void closesUnused() {
        new FastestConvolution(LARGE, SMALL, HALVING).close();
    }
}
