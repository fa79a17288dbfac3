package io.gen4j.metric;

import java.util.Arrays;
import java.util.function.DoubleConsumer;

/**
 * The nearest points of another set.
 *
 * @param indices of the nearest point, one for each point that was asked about; the first of equals
 * @param distances squared, likewise
 */
record NearestNeighbors(int[] indices, float[] distances) {

    /** Finds them for each point of {@code from} in {@code to}. */
    static NearestNeighbors of(Points from, Points to, DoubleConsumer progress) {
        NearestNeighbors nearest = new NearestNeighbors(new int[from.size()], new float[from.size()]);
        Arrays.fill(nearest.distances, Float.POSITIVE_INFINITY);
        new SquaredDistances(from, to).forEach(nearest::take, progress);
        return nearest;
    }

    private void take(int index, int first, float[] candidates, int count) {
        for (int j = 0; j < count; j++) {
            if (candidates[j] < distances[index]) {
                distances[index] = candidates[j];
                indices[index] = first + j;
            }
        }
    }
}
