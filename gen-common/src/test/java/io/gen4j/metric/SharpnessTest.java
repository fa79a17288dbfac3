package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageShape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SharpnessTest {

    /** A single white pixel within 4 x 4: the four inner pixels have the Laplacians -4, 1, 1 and 0. */
    @Test
    void isTheVarianceOfTheLaplacian() {
        INDArray image = Nd4j.zeros(1, 16);
        image.putScalar(5, 1);
        double mean = -2 / 4.0;
        assertEquals((16 + 1 + 1) / 4.0 - mean * mean, Sharpness.of(image, new ImageShape(1, 4, 4)), 1e-6);
    }

    @Test
    void isTheMeanOverChannelsAndImages() {
        INDArray images = Nd4j.zeros(2, 48);
        images.putScalar(1, 16 + 5, 1);
        assertEquals(4.25 / 6, Sharpness.of(images, new ImageShape(3, 4, 4)), 1e-6);
    }

    @Test
    void fallsWhereAnEdgeIsSoft() {
        ImageShape shape = new ImageShape(1, 3, 6);
        INDArray sharp = rows(0, 0, 0, 1, 1, 1);
        INDArray soft = rows(0, 0.2f, 0.4f, 0.6f, 0.8f, 1);
        assertTrue(Sharpness.of(soft, shape) < 0.1 * Sharpness.of(sharp, shape));
    }

    @Test
    void needsPixelsWithNeighbours() {
        assertThrows(IllegalArgumentException.class, () -> Sharpness.of(Nd4j.zeros(1, 8), new ImageShape(1, 2, 4)));
    }

    private static INDArray rows(float... row) {
        return Nd4j.createFromArray(new float[][] {row, row, row}).reshape(1, 3L * row.length);
    }
}
