package io.gen4j.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

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

    @Test
    void refusesWhatIsNotOneLatent() {
        INDArray good = Nd4j.ones(DataType.FLOAT, 1, 4);
        INDArray closed = Nd4j.ones(DataType.FLOAT, 1, 4);
        closed.close();
        List<INDArray> bad = List.of(
                Nd4j.ones(DataType.FLOAT, 2, 2),
                Nd4j.ones(DataType.FLOAT, 4, 1),
                Nd4j.ones(DataType.FLOAT, 4),
                Nd4j.ones(DataType.FLOAT, 1, 2, 2),
                Nd4j.scalar(1f),
                Nd4j.empty(DataType.FLOAT),
                Nd4j.ones(DataType.INT32, 1, 4),
                Nd4j.valueArrayOf(new long[] {1, 4}, Double.NaN, DataType.FLOAT),
                Nd4j.valueArrayOf(new long[] {1, 4}, Double.POSITIVE_INFINITY, DataType.FLOAT),
                closed);
        for (INDArray array : bad) {
            for (LatentInterpolation each : LatentInterpolation.values()) {
                assertTrue(refusal(() -> each.between(array, good, 3)).startsWith("from "));
                assertTrue(refusal(() -> each.between(good, array, 3)).startsWith("to "));
            }
        }
        assertThrows(NullPointerException.class, () -> LatentInterpolation.LINEAR.between(null, good, 3));
        assertThrows(NullPointerException.class, () -> LatentInterpolation.LINEAR.between(good, null, 3));
    }

    @Test
    void readsViewsAndDoubles() {
        INDArray from = Nd4j.createFromArray(new float[][] {{0, 9, 2, 9}, {9, 9, 9, 9}});
        INDArray view = from.get(NDArrayIndex.interval(0, 1), NDArrayIndex.interval(0, 2, 4));
        INDArray to = Nd4j.createFromArray(new double[][] {{4, 0}});
        assertArrayEquals(
                new float[] {2, 1},
                LatentInterpolation.LINEAR.between(view, to, 3).toFloatMatrix()[1]);
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    private static float[][] way(LatentInterpolation interpolation, float[] from, float[] to, int steps) {
        return interpolation
                .between(Nd4j.createFromArray(new float[][] {from}), Nd4j.createFromArray(new float[][] {to}), steps)
                .toFloatMatrix();
    }
}
