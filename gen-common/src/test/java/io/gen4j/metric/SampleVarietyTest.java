package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SampleVarietyTest {

    /** The pairs differ by (3, 4), (0, 0) and (3, 4): distances 5 / sqrt(2), 0 and 5 / sqrt(2). */
    @Test
    void isTheMeanDistanceOverAllPairs() {
        INDArray images = Nd4j.createFromArray(new float[][] {{1, 1}, {4, 5}, {1, 1}});
        assertEquals(2 * 5 / Math.sqrt(2) / 3, SampleVariety.of(images), 1e-6);
    }

    @Test
    void doesNotCareForTheOrderInMemory() {
        INDArray images = Nd4j.createFromArray(new float[][] {{1, 0, 2}, {4, 5, 0}});
        assertEquals(SampleVariety.of(images), SampleVariety.of(images.dup('f')), 1e-9);
    }

    @Test
    void isZeroWhereAllAreAlike() {
        assertEquals(0, SampleVariety.of(Nd4j.ones(4, 3)));
    }

    @Test
    void needsAPair() {
        assertThrows(IllegalArgumentException.class, () -> SampleVariety.of(Nd4j.ones(1, 3)));
    }
}
