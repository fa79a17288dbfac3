package io.gen4j.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AnomalyDetectionTest {

    @Test
    void perfectScoresGiveOne() {
        AnomalyDetection all = AnomalyDetection.of(new double[] {1, 2, 3, 4}, new boolean[] {false, false, true, true});
        assertEquals(1, all.rocArea());
        assertEquals(1, all.averagePrecision());
        assertEquals(
                0,
                AnomalyDetection.of(new double[] {3, 1}, new boolean[] {false, true})
                        .rocArea());
    }

    /** By hand: of the pairs (anomaly, normal) 3 of 4 are in order; precisions at the anomalies are 1 and 2/3. */
    @Test
    void countsPairsAndPrecisions() {
        AnomalyDetection some =
                AnomalyDetection.of(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});
        assertEquals(0.75, some.rocArea(), 1e-12);
        assertEquals((1 + 2.0 / 3) / 2, some.averagePrecision(), 1e-12);
    }

    @Test
    void tiesCountHalfWhateverTheirOrder() {
        for (boolean[] anomalous : new boolean[][] {{true, false, true, false}, {false, true, false, true}}) {
            AnomalyDetection tied = AnomalyDetection.of(new double[] {5, 5, 5, 5}, anomalous);
            assertEquals(0.5, tied.rocArea(), 1e-12);
            assertEquals(0.5, tied.averagePrecision(), 1e-12);
        }
    }

    @Test
    void theThresholdIsAQuantile() {
        double[] scores = {5, 1, 4, 2, 3};
        assertEquals(5, AnomalyDetection.threshold(scores, 1));
        assertEquals(3, AnomalyDetection.threshold(scores, 0.5));
        assertEquals(4.8, AnomalyDetection.threshold(scores, 0.95), 1e-12);
    }

    @Test
    void mistakesAreNamed() {
        double[] scores = {1, 2};
        assertRefused(
                "0 of 2 images are anomalies: both normal images and anomalies are needed",
                () -> AnomalyDetection.of(scores, new boolean[2]));
        assertRefused(
                "2 of 2 images are anomalies: both normal images and anomalies are needed",
                () -> AnomalyDetection.of(scores, new boolean[] {true, true}));
        assertRefused("2 scores for 1 images", () -> AnomalyDetection.of(scores, new boolean[1]));
        assertRefused(
                "the score of image 1 is NaN: the model is damaged",
                () -> AnomalyDetection.of(new double[] {1, Double.NaN}, new boolean[] {true, false}));
        assertRefused("quantile is 1.5: must be above 0 and at most 1", () -> AnomalyDetection.threshold(scores, 1.5));
        assertRefused("there are no scores of normal images", () -> AnomalyDetection.threshold(new double[0], 0.5));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
