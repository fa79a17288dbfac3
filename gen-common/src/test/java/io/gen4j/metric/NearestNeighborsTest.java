package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.random.RandomStreams;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NearestNeighborsTest {

    @Test
    void findsTheNearestOfMorePointsThanABlockHolds() {
        RandomGenerator random = new RandomStreams(1).stream("test", 0);
        float[][] from = new float[1_500][5];
        float[][] to = new float[5_000][5];
        for (float[][] rows : new float[][][] {from, to}) {
            for (float[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = random.nextFloat();
                }
            }
        }
        NearestNeighbors found = NearestNeighbors.of(Points.of(from), Points.of(to), share -> {});
        for (int i = 0; i < from.length; i += 97) {
            int best = 0;
            for (int j = 1; j < to.length; j++) {
                best = squared(from[i], to[j]) < squared(from[i], to[best]) ? j : best;
            }
            assertEquals(squared(from[i], to[best]), found.distances()[i], 1e-5);
            assertEquals(squared(from[i], to[best]), squared(from[i], to[found.indices()[i]]), 1e-6);
        }
    }

    private static double squared(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    @Test
    void theFirstOfEqualsWins() {
        Points from = Points.of(new float[][] {{1, 1}});
        Points to = Points.of(new float[][] {{0, 1}, {1, 0}, {9, 9}});
        assertArrayEquals(
                new int[] {0}, NearestNeighbors.of(from, to, share -> {}).indices());
    }
}
