package io.gen4j.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.Latents;
import io.gen4j.prior.GaussianMixture.Covariance;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GaussianMixtureTest {

    /** Weights 1/4 and 3/4; covariances [[1, 1/2], [1/2, 5/4]] and [[4, 0], [0, 1/4]]. */
    private static final GaussianMixture TWO = new GaussianMixture(
            2, Covariance.FULL, new float[] {1, 3}, new float[] {0, 0, 8, -8}, new float[] {1, 0, 0.5f, 1, 2, 0, 0, 0.5f
            });

    /** By hand, with the inverse and the determinant of each covariance. */
    @Test
    void hasTheDensityOfTheFormula() {
        try (INDArray z = Nd4j.createFromArray(new float[][] {{1, 2}, {9, -8}})) {
            double[] logs = TWO.logDensities(z);
            // Determinant 1 and inverse [[5/4, -1/2], [-1/2, 1]]: (1.25 - 2 + 4) / 2. The other is too far to count.
            assertEquals(Math.log(0.25 / (2 * Math.PI)) - 3.25 / 2, logs[0], 1e-6);
            assertEquals(Math.log(0.75 / (2 * Math.PI)) - 0.25 / 2, logs[1], 1e-6);
        }
    }

    @Test
    void drawsWithItsWeightsMeansAndCovariances() {
        try (INDArray draws = TWO.sample(40_000, 3)) {
            float[][] z = draws.toFloatMatrix();
            float[][] first = Arrays.stream(z).filter(row -> row[1] > -4).toArray(float[][]::new);
            assertEquals(0.25, first.length / 40_000.0, 0.01);
            assertEquals(0, mean(first, 0), 0.05);
            assertEquals(1, product(first, 0, 0), 0.05);
            assertEquals(0.5, product(first, 0, 1), 0.05);
            assertEquals(1.25, product(first, 1, 1), 0.06);
        }
    }

    private static double mean(float[][] z, int i) {
        return Arrays.stream(z).mapToDouble(row -> row[i]).average().orElseThrow();
    }

    private static double product(float[][] z, int i, int j) {
        return Arrays.stream(z).mapToDouble(row -> row[i] * row[j]).average().orElseThrow();
    }

    @Test
    void firstRowsDoNotDependOnTheCount() {
        try (INDArray few = TWO.sample(3, 5);
                INDArray many = TWO.sample(9, 5)) {
            assertArrayEquals(few.toFloatMatrix(), Arrays.copyOf(many.toFloatMatrix(), 3));
        }
    }

    @Test
    void findsTheComponentsThatMadeThePoints() {
        try (INDArray points = TWO.sample(20_000, 7)) {
            GaussianMixture fitted = GaussianMixture.fit(points, 2, Covariance.FULL, 1);
            int first = fitted.means()[0] < 4 ? 0 : 1;
            double sum = fitted.weights()[0] + fitted.weights()[1];
            assertEquals(0.25, fitted.weights()[first] / sum, 0.01);
            assertArrayEquals(new float[] {0, 0}, Arrays.copyOfRange(fitted.means(), 2 * first, 2 * first + 2), 0.06f);
            assertArrayEquals(
                    new float[] {1, 0, 0.5f, 1}, Arrays.copyOfRange(fitted.factors(), 4 * first, 4 * first + 4), 0.06f);
            assertEquals(mean(TWO, points), mean(fitted, points), 0.01);
        }
    }

    private static double mean(LatentPrior prior, INDArray points) {
        return Arrays.stream(prior.logDensities(points)).average().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void moreComponentsFitMoreClosely(Covariance covariance) {
        try (INDArray points = TWO.sample(3_000, 9)) {
            double before = Double.NEGATIVE_INFINITY;
            for (int components : new int[] {1, 2, 6}) {
                double density = mean(GaussianMixture.fit(points, components, covariance, 1), points);
                assertTrue(density > before - 0.01, components + ": " + density + " after " + before);
                before = density;
            }
        }
    }

    @Test
    void oneComponentHasTheMeanAndVarianceOfThePoints() {
        try (INDArray points = Nd4j.createFromArray(new float[][] {{1, 10}, {3, 10}, {5, 10}})) {
            GaussianMixture one = GaussianMixture.fit(points, 1, Covariance.DIAGONAL, 1);
            assertArrayEquals(new float[] {3, 10}, one.means(), 1e-6f);
            // A thousandth of the mean variance, 4/3, is added.
            assertEquals(Math.sqrt(8 / 3.0 + 4e-3 / 3), one.factors()[0], 1e-5);
            assertEquals(Math.sqrt(4e-3 / 3), one.factors()[1], 1e-4);
        }
    }

    @Test
    void theSameSeedFitsTheSame() {
        try (INDArray points = TWO.sample(2_000, 9)) {
            assertArrayEquals(
                    GaussianMixture.fit(points, 5, Covariance.FULL, 4).factors(),
                    GaussianMixture.fit(points, 5, Covariance.FULL, 4).factors());
        }
    }

    @Test
    void theStandardNormalPriorDrawsWhatLatentsDraws() {
        LatentPrior normal = LatentPrior.standardNormal(3);
        try (INDArray drawn = normal.sample(4, 8);
                INDArray expected = Latents.normal(4, 3, 8);
                INDArray z = Nd4j.createFromArray(new float[][] {{1, 2, 2}})) {
            assertArrayEquals(expected.toFloatMatrix(), drawn.toFloatMatrix());
            assertEquals(-4.5 - 1.5 * Math.log(2 * Math.PI), normal.logDensities(z)[0], 1e-6);
            assertTrue(normal.isStandardNormal());
        }
    }

    @Test
    void refusesWhatIsNoMixture() {
        assertRefused("means", () -> new GaussianMixture(2, Covariance.DIAGONAL, ones(1), ones(3), ones(2)));
        assertRefused("factors", () -> new GaussianMixture(2, Covariance.FULL, ones(1), ones(2), ones(2)));
        assertRefused("diagonal", () -> new GaussianMixture(1, Covariance.FULL, ones(1), ones(1), new float[1]));
        assertRefused("weight", () -> new GaussianMixture(1, Covariance.FULL, new float[] {-1}, ones(1), ones(1)));
        try (INDArray points = TWO.sample(5, 1)) {
            assertRefused("components is 5: must be 1 to 4", () -> GaussianMixture.fit(points, 5, Covariance.FULL, 1));
        }
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        IntStream.range(0, count).forEach(i -> ones[i] = 1);
        return ones;
    }

    private static void assertRefused(String name, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(name), message);
    }
}
