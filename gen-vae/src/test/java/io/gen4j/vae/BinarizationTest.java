package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.vae.internal.Binarization;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BinarizationTest {

    @Test
    void whiteIsAsProbableAsThePixelIsBright() {
        INDArray greys = Nd4j.repeat(Nd4j.createFromArray(new float[][] {{0, 0.2f, 0.7f, 1}}), 20_000)
                .reshape(20_000, 4);
        try (Binarization binarization = new Binarization()) {
            INDArray binary = binarization.draw(greys, new SplittableRandom(1));
            for (float pixel : binary.data().asFloat()) {
                assertTrue(pixel == 0 || pixel == 1, () -> "pixel " + pixel);
            }
            assertArrayEquals(new float[] {0, 0.2f, 0.7f, 1}, binary.mean(0).toFloatVector(), 0.02f);
            assertEquals(0.2f, greys.getFloat(0, 1));
        }
    }
}
