package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.random.RandomStreams;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KernelDistanceTest {

    private static float[][] normal(int count, int dimension, double mean, long seed) {
        RandomGenerator random = new RandomStreams(seed).stream("test", 0);
        float[][] rows = new float[count][dimension];
        for (float[] row : rows) {
            for (int i = 0; i < dimension; i++) {
                row[i] = (float) (mean + random.nextGaussian());
            }
        }
        return rows;
    }

    private static double kernel(float[] x, float[] y) {
        double product = 0;
        for (int i = 0; i < x.length; i++) {
            product += (double) x[i] * y[i];
        }
        return Math.pow(product / x.length + 1, 3);
    }

    /** The formula, term by term, without row {@code skipped} of the first or the second set. */
    private static double direct(float[][] a, float[][] b, int skippedA, int skippedB) {
        return within(a, skippedA) + within(b, skippedB) - 2 * across(a, b, skippedA, skippedB);
    }

    private static double within(float[][] rows, int skipped) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                if (i != j && i != skipped && j != skipped) {
                    sum += kernel(rows[i], rows[j]);
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    private static double across(float[][] a, float[][] b, int skippedA, int skippedB) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                if (i != skippedA && j != skippedB) {
                    sum += kernel(a[i], b[j]);
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    private static double jackknife(float[][] a, float[][] b) {
        double variance = 0;
        double[] leftA = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            leftA[i] = direct(a, b, i, -1);
        }
        double[] leftB = new double[b.length];
        for (int j = 0; j < b.length; j++) {
            leftB[j] = direct(a, b, -1, j);
        }
        for (double[] left : new double[][] {leftA, leftB}) {
            double mean = 0;
            for (double each : left) {
                mean += each / left.length;
            }
            for (double each : left) {
                variance += (each - mean) * (each - mean) * (left.length - 1) / left.length;
            }
        }
        return Math.sqrt(variance);
    }

    @Test
    void isWhatOneReckonsByHand() {
        // One number per row: k(x, y) = (x y + 1)³. Within {0, 1}: 1. Within {1, 2}: 27. Across: 1, 1, 8, 27.
        assertEquals(
                1 + 27 - 2 * (1 + 1 + 8 + 27) / 4.0,
                KernelDistance.between(new float[][] {{0}, {1}}, new float[][] {{1}, {2}})
                        .value(),
                1e-5);
    }

    @Test
    void isWhatTheFormulaSaysTermByTerm() {
        for (int[] sizes : new int[][] {{3, 3}, {5, 9}, {40, 17}, {2, 7}}) {
            float[][] a = normal(sizes[0], 6, 0, 1);
            float[][] b = normal(sizes[1], 6, 0.7, 2);
            KernelDistance.Estimate estimate = KernelDistance.between(a, b);
            double expected = direct(a, b, -1, -1);
            assertEquals(expected, estimate.value(), 1e-5 * Math.abs(expected));
            if (sizes[0] > 2) {
                double error = jackknife(a, b);
                assertEquals(error, estimate.standardError(), 1e-4 * error);
            } else {
                assertTrue(Double.isNaN(estimate.standardError()));
            }
        }
    }

    @Test
    void goesBeyondOneBlock() {
        float[][] a = normal(1_100, 3, 0, 1);
        float[][] b = normal(2_100, 3, 1, 2);
        double expected = direct(a, b, -1, -1);
        assertEquals(expected, KernelDistance.between(a, b).value(), 1e-4 * expected);
        assertEquals(
                expected, KernelDistance.between(b, a).value(), 1e-4 * expected, "the order of the sets is all one");
    }

    /** The figure of few images must not be larger than that of many, as the Fréchet distance is. */
    @Test
    void isUnbiasedAndKnowsItsStandardError() {
        int draws = 200;
        double mean = 0;
        double squares = 0;
        double error = 0;
        for (int i = 0; i < draws; i++) {
            KernelDistance.Estimate estimate =
                    KernelDistance.between(normal(20, 4, 0, 1_000 + i), normal(30, 4, 0.5, 9_000 + i));
            mean += estimate.value() / draws;
            squares += estimate.value() * estimate.value() / draws;
            error += estimate.standardError() / draws;
        }
        double deviation = Math.sqrt(squares - mean * mean);
        double many = KernelDistance.between(normal(4_000, 4, 0, 1), normal(4_000, 4, 0.5, 2))
                .value();
        assertEquals(many, mean, 4 * deviation / Math.sqrt(draws));
        assertEquals(1, error / deviation, 0.25);
    }

    @Test
    void equalDistributionsMayFallBelowZero() {
        int below = 0;
        for (int i = 0; i < 40; i++) {
            below += KernelDistance.between(normal(30, 4, 0, i), normal(30, 4, 0, 100 + i))
                                    .value()
                            < 0
                    ? 1
                    : 0;
        }
        assertTrue(below > 8 && below < 38, below + " of 40");
    }

    @Test
    void equalRowsHaveADistanceOfMeans() {
        float[][] a = {{2, 0}, {2, 0}, {2, 0}};
        float[][] b = {{0, 2}, {0, 2}, {0, 2}};
        assertEquals(2 * 27 - 2, KernelDistance.between(a, b).value(), 1e-4);
        assertEquals(0, KernelDistance.between(a, a).value(), 1e-6);
        assertEquals(0, KernelDistance.between(a, b).standardError(), 1e-6);
    }
}
