package io.gen4j.adversarial.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.ParameterGradients;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DifferentiableAugmentationTest {

    private static final FeatureMap GREY = new FeatureMap(1, 4, 3);
    private static final FeatureMap RGB = new FeatureMap(3, 1, 2);

    @Test
    void addsBrightness() {
        assertArrayEquals(new float[] {1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f}, changed(RGB, 0.5f, 1, 1, 0, 0, 9, 9));
    }

    /** The channels of a pixel are 1, 3, 5 and 2, 4, 6: their means are 3 and 4. */
    @Test
    void movesChannelsFromTheirMean() {
        assertArrayEquals(new float[] {-1, 0, 3, 4, 7, 8}, changed(RGB, 0, 2, 1, 0, 0, 9, 9));
    }

    @Test
    void movesValuesFromTheirMean() {
        assertArrayEquals(new float[] {2.25f, 2.75f, 3.25f, 3.75f, 4.25f, 4.75f}, changed(RGB, 0, 1, 0.5f, 0, 0, 9, 9));
    }

    @Test
    void shifts() {
        assertArrayEquals(
                new float[] {0, 0, 0, 2, 3, 0, 5, 6, 0, 8, 9, 0}, changed(GREY, 0, 1, 1, 1, -1, 9, 9), "down and left");
        assertArrayEquals(
                new float[] {0, 7, 8, 0, 10, 11, 0, 0, 0, 0, 0, 0},
                changed(GREY, 0, 1, 1, -2, 1, 9, 9),
                "up and right");
    }

    /** The rectangle covers half of each side, rounded: 2 by 2. */
    @Test
    void cutsARectangle() {
        assertArrayEquals(new float[] {1, 2, 3, 4, 0, 0, 7, 0, 0, 10, 11, 12}, changed(GREY, 0, 1, 1, 0, 0, 1, 1));
        assertArrayEquals(
                new float[] {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                changed(GREY, 0, 1, 1, 0, 0, -1, -1),
                "beyond the edge");
    }

    private static float[] changed(
            FeatureMap map,
            float brightness,
            float saturation,
            float contrast,
            int down,
            int right,
            int top,
            int left) {
        float[] image = new float[map.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = i + 1;
        }
        new ImageChange(map, brightness, saturation, contrast, down, right, top, left).apply(image);
        return image;
    }

    /**
     * For a change from x to A x + b, the gradient with respect to x is A' g. Then g (A x + b) - g b is (A' g) x, for
     * every x.
     */
    @ParameterizedTest
    @CsvSource({"1, 28, 28", "3, 9, 7", "1, 1, 1"})
    void takesGradientsBackExactly(int channels, int height, int width) {
        FeatureMap map = new FeatureMap(channels, height, width);
        int labels = 2;
        int n = 20;
        INDArray images = random(n, map.size() + labels, 1);
        INDArray gradient = random(n, map.size() + labels, 2);
        INDArray atImages = augmented(map, images);
        INDArray atZero = augmented(map, Nd4j.zeros(DataType.FLOAT, n, map.size() + labels));
        DifferentiableAugmentation network = new DifferentiableAugmentation(map);
        network.randomize(new SplittableRandom(7));
        network.forward(images);
        INDArray back = network.backwardToInput(gradient, ParameterGradients.SKIP);
        for (int i = 0; i < n; i++) {
            double expected = dot(gradient.getRow(i), atImages.getRow(i).sub(atZero.getRow(i)));
            assertEquals(expected, dot(back.getRow(i), images.getRow(i)), 1e-3);
            for (int label = map.size(); label < map.size() + labels; label++) {
                assertEquals(images.getFloat(i, label), atImages.getFloat(i, label));
                assertEquals(gradient.getFloat(i, label), back.getFloat(i, label));
            }
        }
    }

    @Test
    void changesEachImageByItself() {
        FeatureMap map = new FeatureMap(1, 28, 28);
        INDArray changed = augmented(map, Nd4j.ones(DataType.FLOAT, 2, map.size()));
        assertFalse(Arrays.equals(
                changed.getRow(0).toFloatVector(), changed.getRow(1).toFloatVector()));
    }

    @Test
    void drawsWithinThePublishedRanges() {
        FeatureMap map = new FeatureMap(3, 32, 16);
        SplittableRandom random = new SplittableRandom(1);
        int mostDown = 0;
        for (int i = 0; i < 1000; i++) {
            ImageChange change = ImageChange.draw(map, random);
            assertTrue(Math.abs(change.brightness()) <= 0.5);
            assertTrue(change.saturation() >= 0 && change.saturation() <= 2);
            assertTrue(change.contrast() >= 0.5 && change.contrast() <= 1.5);
            assertTrue(Math.abs(change.down()) <= 4 && Math.abs(change.right()) <= 2);
            assertTrue(change.top() >= -8 && change.top() < 32 && change.left() >= -4 && change.left() < 16);
            mostDown = Math.max(mostDown, change.down());
        }
        assertEquals(4, mostDown);
    }

    private static INDArray augmented(FeatureMap map, INDArray images) {
        DifferentiableAugmentation network = new DifferentiableAugmentation(map);
        network.randomize(new SplittableRandom(7));
        return network.forward(images);
    }

    private static INDArray random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, rows, columns);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    private static double dot(INDArray a, INDArray b) {
        double sum = 0;
        for (long i = 0; i < a.length(); i++) {
            sum += a.getDouble(i) * b.getDouble(i);
        }
        return sum;
    }
}
