package io.gen4j.metric;

import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * The squared Euclidean distances from each point of one set to each of another, |a|² + |b|² - 2 a·b. In single precision:
 * near 0 the error is some millionths of |a|².
 */
final class SquaredDistances {

    private final Points from;
    private final Points to;

    /** Of two sets in the same space. */
    SquaredDistances(Points from, Points to) {
        this.from = from;
        this.to = to;
    }

    /** Takes distances in. Called by several threads, but for one {@code index} by one at a time, in the order of {@code first}. */
    interface Visitor {
        /**
         * Some distances from one point.
         *
         * @param index of the point in the first set
         * @param first index in the second set that the first distance belongs to
         * @param distances squared, 0 or more
         * @param count how many of them count
         */
        void visit(int index, int first, float[] distances, int count);
    }

    /**
     * Goes through all pairs.
     *
     * @param progress receives the share that is done
     */
    void forEach(Visitor visitor, DoubleConsumer progress) {
        float[] fromNorms = norms(from);
        float[] toNorms = from == to ? fromNorms : norms(to);
        new PairwiseProducts(from, to, -2)
                .forEach(
                        (index, first, values, count) -> {
                            float norm = fromNorms[index];
                            for (int j = 0; j < count; j++) {
                                values[j] = Math.max(0, values[j] + norm + toNorms[first + j]);
                            }
                            visitor.visit(index, first, values, count);
                        },
                        progress);
    }

    private static float[] norms(Points points) {
        float[] norms = new float[points.size()];
        IntStream.range(0, norms.length).parallel().forEach(i -> {
            float[] point = new float[points.dimension()];
            points.copy(i, point);
            double sum = 0;
            for (float value : point) {
                sum += value * value;
            }
            norms[i] = (float) sum;
        });
        return norms;
    }
}
