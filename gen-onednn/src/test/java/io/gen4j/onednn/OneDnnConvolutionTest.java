package io.gen4j.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gen4j.runtime.ConvolutionDefinition;
import io.gen4j.runtime.ConvolutionEngine;
import io.gen4j.runtime.ConvolutionEngine.Pair;
import io.gen4j.runtime.ConvolutionEngine.Pass;
import io.gen4j.runtime.ConvolutionEngine.Shape;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneDnnConvolutionTest {

    private static final int BEFORE = 3;

    private final OneDnnEngine engine = new OneDnnEngine();
    private final Random random = new Random(1);

    @BeforeEach
    void runsHere() {
        assumeTrue(engine.obstacle().isEmpty(), () -> engine.obstacle().orElseThrow());
    }

    /** Large and small channels, height and width of the small map, kernel, stride, padding, images. */
    @ParameterizedTest
    @CsvSource({
        "16, 16, 4, 4, 4, 2, 1, 5",
        "64, 128, 7, 7, 3, 1, 1, 4",
        "32, 64, 7, 5, 4, 2, 1, 1",
        "128, 64, 4, 4, 4, 2, 1, 3",
        "32, 64, 3, 4, 5, 3, 2, 9",
        "16, 32, 5, 2, 3, 1, 0, 12",
        "16, 64, 2, 3, 1, 2, 0, 70",
        "16, 48, 5, 6, 5, 3, 0, 2",
        "1, 32, 14, 14, 4, 2, 1, 6",
        "3, 64, 8, 8, 4, 2, 1, 7"
    })
    void computesTheConvolutionDefinition(
            int large, int small, int height, int width, int kernel, int stride, int padding, int images) {
        Shape shape = shape(large, small, height, width, kernel, stride, padding);
        try (ConvolutionEngine convolution = engine.convolution(shape).orElseThrow()) {
            for (int round = 0; round < 2; round++) {
                // The second round sees that new weights are taken, and other numbers of images.
                compare(convolution, new ConvolutionDefinition(shape, images + round, random));
            }
        }
    }

    private static void compare(ConvolutionEngine convolution, ConvolutionDefinition definition) {
        Native large = new Native(definition.large());
        Native small = new Native(definition.small());
        convolution.take(new Native(definition.weights()).start());
        Native result = new Native(new float[definition.small().length]);
        convolution.toSmall(definition.images(), large.start(), result.start());
        result.assertIs(definition.toSmall(), "to small");
        if (convolution.suits(Pass.TO_LARGE)) {
            Native back = new Native(new float[definition.large().length]);
            convolution.toLarge(definition.images(), small.start(), back.start());
            back.assertIs(definition.toLarge(), "to large");
        }
        float[] sums = definition.byWeights();
        Native gradients = new Native(new float[definition.weights().length]);
        convolution.byWeights(definition.images(), large.start(), small.start(), gradients.start(), false);
        gradients.assertIs(sums, "by weights");
        convolution.byWeights(definition.images(), large.start(), small.start(), gradients.start(), true);
        for (int i = 0; i < sums.length; i++) {
            sums[i] *= 2;
        }
        gradients.assertIs(sums, "added");
    }

    @Test
    void givesTheSameBytesEachTime() {
        Shape shape = shape(64, 128, 7, 7, 4, 2, 1);
        ConvolutionDefinition definition = new ConvolutionDefinition(shape, 9, random);
        float[] first = gradients(shape, definition);
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(first, gradients(shape, definition));
        }
    }

    private float[] gradients(Shape shape, ConvolutionDefinition definition) {
        try (ConvolutionEngine convolution = engine.convolution(shape).orElseThrow()) {
            Native gradients = new Native(new float[definition.weights().length]);
            Native large = new Native(definition.large());
            Native small = new Native(definition.small());
            convolution.byWeights(definition.images(), large.start(), small.start(), gradients.start(), false);
            return gradients.values();
        }
    }

    @Test
    void leavesWhatMatricesComputeFaster() {
        assertTrue(engine.convolution(shape(512, 1, 1, 1, 4, 1, 0)).isEmpty(), "one pixel");
        assertTrue(engine.convolution(shape(24, 64, 8, 8, 4, 2, 1)).isEmpty(), "no whole vectors");
        try (ConvolutionEngine picture =
                engine.convolution(shape(1, 64, 14, 14, 4, 2, 1)).orElseThrow()) {
            assertTrue(picture.suits(Pass.TO_SMALL));
            assertFalse(picture.suits(Pass.TO_LARGE));
            assertTrue(picture.suits(Pass.BY_WEIGHTS));
        }
    }

    @Test
    void keepsTheThreadsOfOtherLibraries() {
        int before = OpenMp.limitToOne();
        OpenMp.restore(4);
        Shape shape = shape(16, 16, 4, 4, 4, 2, 1);
        gradients(shape, new ConvolutionDefinition(shape, 3, random));
        int after = OpenMp.limitToOne();
        OpenMp.restore(before);
        assertEquals(4, after);
    }

    private static Shape shape(int large, int small, int height, int width, int kernel, int stride, int padding) {
        return new Shape(
                large,
                small,
                new Pair(side(height, kernel, stride, padding), side(width, kernel, stride, padding)),
                new Pair(height, width),
                new Pair(kernel, kernel),
                new Pair(stride, stride),
                new Pair(padding, padding));
    }

    private static int side(int small, int kernel, int stride, int padding) {
        return (small - 1) * stride + kernel - 2 * padding;
    }

    /** Numbers that begin within an array of the library, as a part of the weights does. */
    private static final class Native {

        private final FloatPointer memory;
        private final int length;

        Native(float[] values) {
            length = values.length;
            memory = new FloatPointer(length + BEFORE);
            memory.position(BEFORE).put(values);
        }

        FloatPointer start() {
            return new FloatPointer(memory).position(BEFORE);
        }

        float[] values() {
            float[] values = new float[length];
            start().get(values);
            return values;
        }

        void assertIs(float[] expected, String name) {
            assertArrayEquals(expected, values(), 2e-3f, name);
        }
    }
}
