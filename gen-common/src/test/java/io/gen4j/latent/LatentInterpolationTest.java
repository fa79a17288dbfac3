package io.gen4j.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LatentInterpolationTest {

    @Test
    void linearGoesAlongTheStraightLine() {
        float[][] way = way(LatentInterpolation.LINEAR, new float[] {0, 2}, new float[] {4, 0}, 5);
        assertArrayEquals(new float[] {0, 2}, way[0]);
        assertArrayEquals(new float[] {1, 1.5f}, way[1]);
        assertArrayEquals(new float[] {2, 1}, way[2]);
        assertArrayEquals(new float[] {4, 0}, way[4]);
    }

    @Test
    void sphericalGoesAlongTheCircle() {
        float[][] way = way(LatentInterpolation.SPHERICAL, new float[] {3, 0}, new float[] {0, 3}, 4);
        for (int i = 0; i < 4; i++) {
            double angle = i * Math.PI / 6;
            assertArrayEquals(
                    new float[] {(float) (3 * Math.cos(angle)), (float) (3 * Math.sin(angle))}, way[i], 1e-6f);
        }
    }

    @Test
    void sphericalFollowsTheFormulaBetweenLatentsOfDifferentLengths() {
        float[] from = {1, 2, -1};
        float[] to = {0.5f, -0.25f, 2};
        double angle = Math.acos((0.5 - 0.5 - 2) / Math.sqrt(6 * (0.25 + 0.0625 + 4)));
        float[][] way = way(LatentInterpolation.SPHERICAL, from, to, 11);
        assertArrayEquals(from, way[0], 1e-6f);
        assertArrayEquals(to, way[10], 1e-6f);
        for (int i = 0; i < 3; i++) {
            double expected = (Math.sin(0.7 * angle) * from[i] + Math.sin(0.3 * angle) * to[i]) / Math.sin(angle);
            assertEquals(expected, way[3][i], 1e-6);
        }
    }

    @Test
    void sphericalIsLinearWhereThereIsNoCircle() {
        float[] one = {1, -2};
        for (float[] other : new float[][] {{2, -4}, {1, -2}, {-1, 2}, {0, 0}}) {
            float[][] spherical = way(LatentInterpolation.SPHERICAL, one, other, 3);
            float[][] linear = way(LatentInterpolation.LINEAR, one, other, 3);
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(linear[i], spherical[i]);
            }
        }
    }

    @Test
    void refusesWaysThatAreNone() {
        INDArray two = Nd4j.ones(1, 2);
        assertThrows(IllegalArgumentException.class, () -> LatentInterpolation.LINEAR.between(two, two, 1));
        assertThrows(IllegalArgumentException.class, () -> LatentInterpolation.LINEAR.between(two, Nd4j.ones(1, 3), 5));
    }

    private static float[][] way(LatentInterpolation interpolation, float[] from, float[] to, int steps) {
        return interpolation
                .between(Nd4j.createFromArray(new float[][] {from}), Nd4j.createFromArray(new float[][] {to}), steps)
                .toFloatMatrix();
    }
}
