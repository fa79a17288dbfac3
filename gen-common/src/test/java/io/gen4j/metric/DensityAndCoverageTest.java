package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.random.RandomStreams;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DensityAndCoverageTest {

    private static float[][] normal(int count, int dimension, long seed) {
        RandomGenerator random = new RandomStreams(seed).stream("test", 0);
        float[][] rows = new float[count][dimension];
        for (float[] row : rows) {
            for (int i = 0; i < dimension; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static float[][] line(double start, int count) {
        float[][] rows = new float[count][1];
        for (int i = 0; i < count; i++) {
            rows[i][0] = (float) (start + i);
        }
        return rows;
    }

    private static DensityAndCoverage.Figures of(float[][] judged, float[][] real) {
        return DensityAndCoverage.of(Points.of(judged), Points.of(real), share -> {});
    }

    @Test
    void isWhatOneCountsByHand() {
        // Real: 0 … 9 on a line. The fifth neighbour of 0 is 5 away, of 1 is 4, of 2 … 7 is 3, of 8 is 4, of 9 is 5.
        // The point 20 lies in no ball; 12 lies in those of 8 (4 away) and 9 (3 away); -1 in those of 0, 1 and 2.
        DensityAndCoverage.Figures figures = of(new float[][] {{20}, {12}, {-1}}, line(0, 10));
        assertEquals((0 + 2 + 3) / (5.0 * 3), figures.density(), 1e-12);
        assertEquals(5 / 10.0, figures.coverage(), 1e-12);
    }

    @Test
    void nothingIsCoveredFromAfar() {
        assertEquals(0, of(line(1_000, 20), line(0, 20)).density());
        assertEquals(0, of(line(1_000, 20), line(0, 20)).coverage());
    }

    @Test
    void theSameDistributionHasTheFiguresOfThePaper() {
        // With N = M and k = 5, E[coverage] = 1 - (N - 1) … (N - 5) / ((2 N - 1) … (2 N - 5)), and E[density] = 1.
        int n = 3_000;
        double missed = 1;
        for (int i = 1; i <= 5; i++) {
            missed *= (n - i) / (2.0 * n - i);
        }
        DensityAndCoverage.Figures figures = of(normal(n, 8, 1), normal(n, 8, 2));
        assertEquals(1, figures.density(), 0.05);
        assertEquals(1 - missed, figures.coverage(), 0.01);
    }

    @Test
    void anOutlierCountsAsRecallButNotAsCoverage() {
        float[][] real = normal(200, 4, 1);
        float[][] judged = new float[200][4];
        for (int i = 0; i < judged.length; i++) {
            judged[i] = new float[] {0.01f * i / 200, 0, 0, 0};
        }
        judged[0] = new float[] {100, 0, 0, 0};
        judged[1] = new float[] {-100, 0, 0, 0};
        double recall = PrecisionAndRecall.covered(Points.of(real), Points.of(judged), share -> {});
        assertTrue(recall > 0.9, "the outliers' balls reach over all real points: " + recall);
        assertTrue(
                of(judged, real).coverage() < 0.3,
                "coverage " + of(judged, real).coverage());
    }

    @Test
    void imagesInTheDensestPlaceAreMoreThanDense() {
        assertTrue(of(new float[100][4], normal(100, 4, 1)).density() > 2);
    }

    @Test
    void aSetCoversItselfHoweverFewItHas() {
        for (int n : new int[] {2, 3, 4, 5, 6, 7}) {
            assertEquals(1, of(line(0, n), line(0, n)).coverage(), n + " points");
            assertTrue(of(line(0, n), line(0, n)).density() >= 1, n + " points");
        }
    }

    @Test
    void copiesOfOneImageAreWithinTheirBalls() {
        float[][] same = new float[50][3];
        assertEquals(1, of(same, same).coverage());
    }
}
