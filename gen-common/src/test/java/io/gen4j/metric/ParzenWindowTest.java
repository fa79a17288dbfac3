package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.random.RandomStreams;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ParzenWindowTest {

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private static Points normal(int count, int dimension, double deviation, long seed) {
        RandomGenerator random = new RandomStreams(seed).stream("test", 0);
        float[][] rows = new float[count][dimension];
        for (float[] row : rows) {
            for (int i = 0; i < dimension; i++) {
                row[i] = (float) (deviation * random.nextGaussian());
            }
        }
        return Points.of(rows);
    }

    @Test
    void oneCentreIsTheNormalDensityAroundIt() {
        Points centre = Points.of(new float[][] {{0, 0, 0}});
        Points points = Points.of(new float[][] {{0, 0, 0}, {1, 2, 2}});
        double[] found = ParzenWindow.logLikelihoods(centre, points, new double[] {0.5}, share -> {})[0];
        double atCentre = -1.5 * (LOG_TWO_PI + 2 * Math.log(0.5));
        assertEquals(atCentre, found[0], 1e-5);
        assertEquals(atCentre - 9 / (2 * 0.25), found[1], 1e-4);
    }

    @Test
    void centresAreAveragedAsDensities() {
        Points centres = Points.of(new float[][] {{-1}, {1}, {1}});
        Points points = Points.of(new float[][] {{1}});
        double expected = Math.log((2 + Math.exp(-2)) / 3) - 0.5 * LOG_TWO_PI;
        assertEquals(expected, ParzenWindow.logLikelihoods(centres, points, new double[] {1}, share -> {})[0][0], 1e-5);
    }

    @Test
    void aGaussianIsAsLikelyAsItsClosedFormSays() {
        // Many draws with the deviation s under a window of the width w are a Gaussian with the variance s² + w², under
        // which a draw has, in the mean, the log-likelihood -d/2 (log(2 pi (s² + w²)) + s² / (s² + w²)).
        double deviation = 0.3;
        double width = 0.4;
        double variance = deviation * deviation + width * width;
        Points centres = normal(20_000, 2, deviation, 1);
        Points points = normal(5_000, 2, deviation, 2);
        double[] found = ParzenWindow.logLikelihoods(centres, points, new double[] {width}, share -> {})[0];
        double mean = 0;
        for (double each : found) {
            mean += each / found.length;
        }
        double expected = -(LOG_TWO_PI + Math.log(variance) + deviation * deviation / variance);
        assertEquals(expected, mean, 0.02);
    }

    @Test
    void farPointsDoNotUnderflow() {
        Points centres = Points.of(new float[][] {{0}, {1}});
        Points points = Points.of(new float[][] {{101}});
        double expected = Math.log(0.5) - 0.5 * LOG_TWO_PI - Math.log(0.1) - 100 * 100 / 0.02;
        assertEquals(
                expected, ParzenWindow.logLikelihoods(centres, points, new double[] {0.1}, share -> {})[0][0], 0.1);
    }

    @Test
    void moreCentresThanABlockHoldsCountAsOneMean() {
        Points centres = normal(5_000, 3, 1, 3);
        Points points = normal(7, 3, 1, 4);
        double[] found = ParzenWindow.logLikelihoods(centres, points, new double[] {0.7}, share -> {})[0];
        float[] x = new float[3];
        float[] c = new float[3];
        for (int i = 0; i < points.size(); i++) {
            points.copy(i, x);
            double sum = 0;
            for (int j = 0; j < centres.size(); j++) {
                centres.copy(j, c);
                double squares = 0;
                for (int k = 0; k < 3; k++) {
                    squares += (x[k] - c[k]) * (x[k] - c[k]);
                }
                sum += Math.exp(-squares / (2 * 0.49)) / centres.size();
            }
            assertEquals(Math.log(sum) - 1.5 * (LOG_TWO_PI + Math.log(0.49)), found[i], 1e-4);
        }
    }

    @Test
    void theWidthIsNearWhatTheDataNeed() {
        // 2,000 draws fill a line densely: a narrow window is best. In 30 dimensions they are far apart.
        double line = ParzenWindow.bestWidth(normal(2_000, 1, 1, 5), normal(300, 1, 1, 6), share -> {});
        double space = ParzenWindow.bestWidth(normal(2_000, 30, 0.5, 5), normal(300, 30, 0.5, 6), share -> {});
        assertTrue(line < 0.35, "line " + line);
        assertTrue(space > 0.3 && space < 0.6, "space " + space);
    }
}
