package io.gen4j.nn.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.MatrixConvolution.Kernel;
import io.gen4j.runtime.ConvolutionDefinition;
import io.gen4j.runtime.ConvolutionEngine.Pair;
import io.gen4j.runtime.ConvolutionEngine.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WinogradConvolutionTest {

    private static final Kernel HALVING = kernel(4, 2, 1);

    private final Random random = new Random(1);

    private static Kernel kernel(int size, int stride, int padding) {
        return new Kernel(new int[] {size, size}, new int[] {stride, stride}, new int[] {padding, padding});
    }

    /** Large and small channels, height and width of the small map, images. The last row takes three chunks of images. */
    @ParameterizedTest
    @CsvSource({"1, 1, 2, 2, 1", "3, 5, 2, 6, 4", "16, 8, 4, 4, 7", "8, 20, 6, 2, 3", "16, 4, 32, 32, 40"})
    void computesTheDefinition(int largeChannels, int smallChannels, int height, int width, int images) {
        FeatureMap large = new FeatureMap(largeChannels, 2 * height, 2 * width);
        FeatureMap small = new FeatureMap(smallChannels, height, width);
        assertTrue(WinogradConvolution.computes(large, small, HALVING));
        try (WinogradConvolution convolution = new WinogradConvolution(large, small)) {
            // The second round sees that new weights are taken, and that nothing of the first remains.
            for (int round = 0; round < 2; round++) {
                compare(convolution, new Definition(large, small, images));
            }
        }
    }

    private static void compare(WinogradConvolution convolution, Definition definition) {
        convolution.take(definition.array(definition.weights));
        INDArray small = definition.array(new float[definition.small.length]);
        INDArray large = definition.array(new float[definition.large.length]);
        INDArray gradients = definition.array(new float[definition.weights.length]);
        convolution.toLarge(definition.smallMap(definition.small), definition.largeMap(large));
        assertSame(definition.toLarge(), large, "to large");
        convolution.toSmall(definition.largeMap(definition.large), definition.smallMap(small));
        assertSame(definition.toSmall(), small, "to small");
        float[] sums = definition.byWeights();
        for (ParameterGradients way : new ParameterGradients[] {ParameterGradients.WRITE, ParameterGradients.ADD}) {
            convolution.byWeights(
                    definition.largeMap(definition.large), definition.smallMap(definition.small), gradients, way);
            assertSame(sums, gradients, way.name());
            for (int i = 0; i < sums.length; i++) {
                sums[i] *= 2;
            }
        }
    }

    private static void assertSame(float[] expected, INDArray actual, String name) {
        assertArrayEquals(expected, actual.toFloatVector(), 2e-3f, name);
    }

    @Test
    void takesASingleChangedWeight() {
        FeatureMap large = new FeatureMap(4, 4, 4);
        FeatureMap small = new FeatureMap(3, 2, 2);
        Definition definition = new Definition(large, small, 2);
        try (WinogradConvolution convolution = new WinogradConvolution(large, small)) {
            convolution.take(definition.array(definition.weights));
            definition.weights[definition.weights.length - 1] += 1;
            compare(convolution, definition);
        }
    }

    @Test
    void keepsDamageToItsImageAndItsCall() {
        FeatureMap large = new FeatureMap(16, 8, 8);
        FeatureMap small = new FeatureMap(16, 4, 4);
        Definition definition = new Definition(large, small, 3);
        float[] damagedLarge = definition.large.clone();
        damagedLarge[large.size()] = Float.NaN;
        damagedLarge[2 * large.size() - 1] = Float.POSITIVE_INFINITY;
        float[] damagedSmall = definition.small.clone();
        damagedSmall[small.size()] = Float.NaN;
        try (WinogradConvolution convolution = new WinogradConvolution(large, small)) {
            convolution.take(definition.array(definition.weights));
            INDArray toSmall = definition.array(new float[definition.small.length]);
            INDArray toLarge = definition.array(new float[definition.large.length]);
            INDArray gradients = definition.array(new float[definition.weights.length]);
            convolution.toSmall(definition.largeMap(damagedLarge), definition.smallMap(toSmall));
            convolution.toLarge(definition.smallMap(damagedSmall), definition.largeMap(toLarge));
            convolution.byWeights(
                    definition.largeMap(damagedLarge),
                    definition.smallMap(damagedSmall),
                    gradients,
                    ParameterGradients.WRITE);
            assertOnlySecondImageDiffers(definition.toSmall(), toSmall.toFloatVector(), small.size());
            assertOnlySecondImageDiffers(definition.toLarge(), toLarge.toFloatVector(), large.size());
            compare(convolution, definition);
        }
    }

    private static void assertOnlySecondImageDiffers(float[] expected, float[] actual, int size) {
        assertTrue(Float.isNaN(actual[size]));
        for (int image : new int[] {0, 2}) {
            assertArrayEquals(
                    Arrays.copyOfRange(expected, image * size, (image + 1) * size),
                    Arrays.copyOfRange(actual, image * size, (image + 1) * size),
                    2e-3f);
        }
    }

    @Test
    void givesTheSameBytesEachTime() {
        FeatureMap large = new FeatureMap(64, 16, 16);
        FeatureMap small = new FeatureMap(64, 8, 8);
        Definition definition = new Definition(large, small, 33);
        float[] first = gradients(definition);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(first, gradients(definition));
        }
    }

    private static float[] gradients(Definition definition) {
        try (WinogradConvolution convolution = new WinogradConvolution(definition.largeShape, definition.smallShape)) {
            INDArray gradients = definition.array(new float[definition.weights.length]);
            convolution.byWeights(
                    definition.largeMap(definition.large),
                    definition.smallMap(definition.small),
                    gradients,
                    ParameterGradients.WRITE);
            return gradients.toFloatVector();
        }
    }

    /** Held against the other kernels at the size of a DCGAN, where rounding errors of long sums show. */
    @Test
    void isAsExactAsDirectSums() {
        FeatureMap large = new FeatureMap(128, 8, 8);
        FeatureMap small = new FeatureMap(256, 4, 4);
        Definition definition = new Definition(large, small, 40);
        INDArray weights = definition.array(definition.weights);
        INDArray ours = definition.array(new float[definition.small.length]);
        INDArray direct = definition.array(new float[definition.small.length]);
        try (WinogradConvolution winograd = new WinogradConvolution(large, small);
                MatrixConvolution matrices = new MatrixConvolution(large, small, HALVING)) {
            winograd.take(weights);
            matrices.take(weights);
            winograd.toSmall(definition.largeMap(definition.large), definition.smallMap(ours));
            matrices.toSmall(definition.largeMap(definition.large), definition.smallMap(direct));
        }
        double error = ours.sub(direct).norm2Number().doubleValue();
        assertEquals(0, error / direct.norm2Number().doubleValue(), 3e-6);
    }

    @Test
    void leavesOtherShapesToOthers() {
        FeatureMap large = new FeatureMap(128, 8, 8);
        FeatureMap small = new FeatureMap(128, 4, 4);
        assertTrue(WinogradConvolution.suits(large, small, HALVING, 32));
        assertFalse(WinogradConvolution.suits(large, small, HALVING, 31), "too few tiles");
        assertFalse(WinogradConvolution.suits(new FeatureMap(16, 8, 8), small, HALVING, 32), "too few channels");
        assertFalse(WinogradConvolution.suits(large, new FeatureMap(16, 4, 4), HALVING, 32), "too few filters");
        assertFalse(WinogradConvolution.suits(large, small, kernel(3, 2, 1), 32), "another kernel");
        assertFalse(WinogradConvolution.suits(large, small, kernel(4, 1, 1), 32), "another stride");
        assertFalse(WinogradConvolution.suits(large, small, kernel(4, 2, 0), 32), "another padding");
        FeatureMap odd = new FeatureMap(128, 7, 7);
        assertFalse(WinogradConvolution.suits(new FeatureMap(128, 14, 14), odd, HALVING, 32), "half a tile");
        FeatureMap uneven = new FeatureMap(128, 9, 8);
        assertFalse(WinogradConvolution.suits(uneven, small, HALVING, 32), "a row of pixels over");
    }

    /** The sums, with arrays of ND4J. */
    private final class Definition {

        private final FeatureMap largeShape;
        private final FeatureMap smallShape;
        private final int images;
        private final ConvolutionDefinition sums;
        private final float[] large;
        private final float[] small;
        private final float[] weights;

        Definition(FeatureMap largeShape, FeatureMap smallShape, int images) {
            this.largeShape = largeShape;
            this.smallShape = smallShape;
            this.images = images;
            Shape shape = new Shape(
                    largeShape.channels(),
                    smallShape.channels(),
                    new Pair(largeShape.height(), largeShape.width()),
                    new Pair(smallShape.height(), smallShape.width()),
                    new Pair(4, 4),
                    new Pair(2, 2),
                    new Pair(1, 1));
            sums = new ConvolutionDefinition(shape, images, random);
            large = sums.large();
            small = sums.small();
            weights = sums.weights();
        }

        float[] toSmall() {
            return sums.toSmall();
        }

        float[] toLarge() {
            return sums.toLarge();
        }

        float[] byWeights() {
            return sums.byWeights();
        }

        INDArray array(float[] values) {
            return Nd4j.createFromArray(values);
        }

        INDArray largeMap(float[] values) {
            return largeMap(array(values));
        }

        INDArray largeMap(INDArray values) {
            return values.reshape(images, largeShape.height(), largeShape.width(), largeShape.channels());
        }

        INDArray smallMap(float[] values) {
            return smallMap(array(values));
        }

        INDArray smallMap(INDArray values) {
            return values.reshape(images, smallShape.height(), smallShape.width(), smallShape.channels());
        }
    }
}
