package io.gen4j.metric;

import java.util.Arrays;
import java.util.function.DoubleConsumer;

/** The balls around points that reach to a near neighbour in the same set. */
final class NeighborBalls {

    private NeighborBalls() {}

    /**
     * The squared radius of each point's ball: the distance to its {@code neighbor}-th nearest neighbour, or to the farthest
     * if the set has fewer.
     *
     * @param neighbor at least 1
     */
    static float[] squaredRadii(Points set, int neighbor, DoubleConsumer progress) {
        // The point itself comes first.
        float[][] least = new float[set.size()][neighbor + 1];
        for (float[] row : least) {
            Arrays.fill(row, Float.POSITIVE_INFINITY);
        }
        new SquaredDistances(set, set)
                .forEach(
                        (index, first, distances, count) -> {
                            for (int j = 0; j < count; j++) {
                                insert(least[index], distances[j]);
                            }
                        },
                        progress);
        float[] radii = new float[set.size()];
        for (int i = 0; i < radii.length; i++) {
            radii[i] = least[i][Math.min(neighbor, set.size() - 1)];
        }
        return radii;
    }

    private static void insert(float[] ascending, float value) {
        int place = ascending.length - 1;
        if (value >= ascending[place]) {
            return;
        }
        for (; place > 0 && ascending[place - 1] > value; place--) {
            ascending[place] = ascending[place - 1];
        }
        ascending[place] = value;
    }
}
