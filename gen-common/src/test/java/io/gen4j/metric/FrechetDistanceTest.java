package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {

    private static final int DIMENSION = 16;

    private static float[][] normal(int count, double scale, long seed) {
        RandomGenerator random = new RandomStreams(seed).stream("test", 0);
        float[][] rows = new float[count][DIMENSION];
        for (float[] row : rows) {
            for (int i = 0; i < DIMENSION; i++) {
                row[i] = (float) (scale * random.nextGaussian());
            }
        }
        return rows;
    }

    private static float[][] map(float[][] rows, double scale, double shift) {
        float[][] mapped = new float[rows.length][DIMENSION];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < DIMENSION; i++) {
                mapped[r][i] = (float) (scale * rows[r][i] + shift);
            }
        }
        return mapped;
    }

    /** |m|² + trace(C). */
    private static double meanSquare(float[][] rows) {
        double sum = 0;
        for (int i = 0; i < DIMENSION; i++) {
            double mean = 0;
            double squares = 0;
            for (float[] row : rows) {
                mean += row[i] / (double) rows.length;
                squares += row[i] * row[i];
            }
            sum += mean * mean + (squares - rows.length * mean * mean) / (rows.length - 1);
        }
        return sum;
    }

    @Test
    void aSetHasNoDistanceToItself() {
        float[][] rows = normal(200, 3, 1);
        assertEquals(0, FrechetDistance.between(rows, rows), 1e-9);
    }

    @Test
    void aShiftedSetIsAsFarAsTheSquareOfTheShift() {
        float[][] rows = normal(300, 1, 2);
        assertEquals(DIMENSION * 0.25, FrechetDistance.between(rows, map(rows, 1, 0.5)), 1e-5);
    }

    @Test
    void aScaledSetIsAsFarAsItsDeviationsDiffer() {
        // With the mean s m and the covariance s² C: (s - 1)² |m|² + trace(C + s² C - 2 s C).
        float[][] rows = normal(300, 1, 3);
        assertEquals(4 * meanSquare(rows), FrechetDistance.between(rows, map(rows, 3, 0)), 1e-3);
    }

    @Test
    void covariancesThatDoNotCommuteAreTakenAsTheFormulaSays() {
        // C = [[2, 1], [1, 1]], D = diag(4, 1): C D has the trace 9 and the determinant 4, so that
        // trace (C D)^(1/2) = sqrt(9 + 2 sqrt(4)), and the distance is 3 + 5 - 2 sqrt(13).
        float[][] c = withCovariance(Math.sqrt(2), 0, Math.sqrt(0.5), Math.sqrt(0.5));
        float[][] d = withCovariance(2, 0, 0, 1);
        assertEquals(8 - 2 * Math.sqrt(13), FrechetDistance.between(c, d), 1e-5);
    }

    /** Four points whose covariance is L L', with L = [[a, b], [c, d]]. */
    private static float[][] withCovariance(double a, double b, double c, double d) {
        double r = Math.sqrt(1.5);
        return new float[][] {
            {(float) (r * a), (float) (r * c)},
            {(float) (-r * a), (float) (-r * c)},
            {(float) (r * b), (float) (r * d)},
            {(float) (-r * b), (float) (-r * d)}
        };
    }

    @Test
    void moreNoiseIsFartherAway() {
        float[][] rows = normal(400, 1, 4);
        double before = 0;
        for (double noise : new double[] {0.5, 1, 2}) {
            float[][] noises = normal(400, noise, 5);
            float[][] noisy = new float[400][DIMENSION];
            for (int r = 0; r < 400; r++) {
                for (int i = 0; i < DIMENSION; i++) {
                    noisy[r][i] = rows[r][i] + noises[r][i];
                }
            }
            double distance = FrechetDistance.between(rows, noisy);
            assertTrue(distance > 1.5 * before, noise + ": " + distance + " after " + before);
            before = distance;
        }
    }

    @Test
    void featuresThatNeverVaryDoNoHarm() {
        float[][] rows = normal(50, 1, 6);
        for (float[] row : rows) {
            row[3] = 0;
        }
        assertEquals(DIMENSION * 0.25, FrechetDistance.between(rows, map(rows, 1, 0.5)), 1e-5);
    }

    /** Rows of a matrix without full rank, whose eigenvalues an iteration with a relative bound never finds. */
    private static float[][] fewDistinct(int distinct, int count, int dimension, int dead, long seed) {
        RandomGenerator random = new RandomStreams(seed).stream("few", distinct);
        float[][] kinds = new float[distinct][dimension];
        for (float[] kind : kinds) {
            for (int i = 0; i < dimension - dead; i++) {
                kind[i] = (float) Math.max(0, 3 * random.nextGaussian());
            }
        }
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = kinds[random.nextInt(distinct)];
        }
        return rows;
    }

    @Test
    void aCollapsedGeneratorHasADistance() {
        float[][] real = normal(500, 1, 7);
        for (int distinct : new int[] {1, 2, 3, 5, 11, 30}) {
            for (int dead : new int[] {0, 9, DIMENSION - 1, DIMENSION}) {
                float[][] judged = fewDistinct(distinct, 300, DIMENSION, dead, distinct + dead);
                double distance = FrechetDistance.between(judged, real);
                assertTrue(Double.isFinite(distance) && distance > 0, distinct + ", " + dead + ": " + distance);
                assertEquals(distance, FrechetDistance.between(real, judged), 1e-6 * distance);
                assertEquals(0, FrechetDistance.between(judged, judged), 1e-5);
            }
        }
    }

    @Test
    void manyFeaturesOfFewDistinctRowsHaveADistance() {
        for (int seed = 0; seed < 20; seed++) {
            float[][] judged = fewDistinct(2 + seed, 400, 128, 0, seed);
            float[][] other = fewDistinct(2 + seed, 400, 128, 107, 100 + seed);
            assertTrue(FrechetDistance.between(judged, other) > 1);
        }
    }

    @Test
    void setsOnTwoLinesAreAsFarAsTheirAngleSays() {
        // Covariances s² u u' and t² v v' of rank 1: trace (C D)^(1/2) = s t |u · v|.
        float[][] a = onLine(3, 1, 0);
        float[][] b = onLine(2, Math.cos(1), Math.sin(1));
        assertEquals(9 + 4 - 2 * 3 * 2 * Math.cos(1), FrechetDistance.between(a, b), 1e-5);
        assertEquals(9 + 4, FrechetDistance.between(a, onLine(2, 0, 1)), 1e-5);
    }

    /** Two points with the deviation s along (x, y), in a space of 40 dimensions. */
    private static float[][] onLine(double s, double x, double y) {
        float[][] rows = new float[2][40];
        for (int i = 0; i < 2; i++) {
            double place = (i == 0 ? 1 : -1) * s / Math.sqrt(2);
            rows[i][4] = (float) (place * x);
            rows[i][31] = (float) (place * y);
        }
        return rows;
    }

    @Test
    void equalRowsHaveTheDistanceOfTheirMeans() {
        float[][] a = {{1, 2}, {1, 2}, {1, 2}};
        float[][] b = {{4, 6}, {4, 6}};
        assertEquals(25, FrechetDistance.between(a, b), 1e-9);
    }

    @Test
    void hugeAndTinyFeaturesAreNoFailure() {
        for (float scale : new float[] {1e-18f, 1e-6f, 1e6f, 1e18f}) {
            double distance = FrechetDistance.between(normal(50, scale, 8), map(normal(50, scale, 8), 1, 2 * scale));
            assertEquals(DIMENSION * 4.0 * scale * scale, distance, 1e-3 * DIMENSION * scale * scale);
        }
    }

    @Test
    void refusesWhatHasNoCovariance() {
        float[][] two = {{1, 2}, {3, 4}};
        for (float[][] bad : List.of(
                new float[0][],
                new float[][] {{1, 2}},
                new float[][] {{}, {}},
                new float[][] {{1, 2}, {3}},
                new float[][] {{1}, {3}},
                new float[][] {{1, Float.NaN}, {3, 4}},
                new float[][] {{1, 2}, {Float.POSITIVE_INFINITY, 4}})) {
            assertThrows(IllegalArgumentException.class, () -> FrechetDistance.between(two, bad));
            assertThrows(IllegalArgumentException.class, () -> FrechetDistance.between(bad, two));
            assertThrows(IllegalArgumentException.class, () -> KernelDistance.between(two, bad));
        }
    }
}
