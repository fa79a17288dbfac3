package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ClassifierScoreTest {

    @Test
    void isTheNumberOfLabelsWhereEachIsSureAndAsOften() {
        assertEquals(3, ClassifierScore.of(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}), 1e-6);
    }

    @Test
    void isOneWhereAllImagesLookAlike() {
        assertEquals(1, ClassifierScore.of(new float[][] {{0.2f, 0.8f}, {0.2f, 0.8f}}), 1e-6);
        assertEquals(1, ClassifierScore.of(new float[][] {{0, 1}, {0, 1}}), 1e-6);
    }

    @Test
    void isWhatTheFormulaSaysInBetween() {
        // p = (3/4, 1/4) and (1/4, 3/4), their mean (1/2, 1/2).
        double divergence = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
        assertEquals(Math.exp(divergence), ClassifierScore.of(new float[][] {{0.75f, 0.25f}, {0.25f, 0.75f}}), 1e-6);
    }
}
