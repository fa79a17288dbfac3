package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Precision, the share of the images that lie within the manifold of the real ones, and recall, the share of the real ones
 * that lie within the manifold of the images (Kynkäänniemi et al. 2019, arXiv:1904.06991). A manifold is the union of balls
 * in the space of the classifier's features, one around each point, that reach to its third nearest neighbour in the same
 * set. 0 to 1; more is better. Low precision is bad images, low recall is kinds of images that are never drawn.
 */
public final class PrecisionAndRecall implements FeatureMetric {

    private static final int NEIGHBOR = 3;

    @Override
    public String name() {
        return "precision_and_recall";
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        int count = Math.min(images.size(), reference.test().size());
        Points judged = Points.of(reference.classified(images).spread(count));
        Points real = Points.of(reference.classified(reference.test()).spread(count));
        DoubleConsumer progress = share -> reference.progress().reached("comparing features", share);
        double precision = covered(judged, real, progress);
        double recall = covered(real, judged, progress);
        String note = "as many test images; k = " + NEIGHBOR;
        return List.of(
                new MetricResult("precision", precision, "share", count, note),
                new MetricResult("recall", recall, "share", count, note));
    }

    /** The share of the points that lie within the manifold of a set. */
    static double covered(Points points, Points set, DoubleConsumer progress) {
        float[] radii = radii(set, progress);
        boolean[] within = new boolean[points.size()];
        new SquaredDistances(points, set)
                .forEach(
                        (index, first, distances, count) -> {
                            for (int j = 0; j < count && !within[index]; j++) {
                                within[index] = distances[j] <= radii[first + j];
                            }
                        },
                        progress);
        int inside = 0;
        for (boolean each : within) {
            inside += each ? 1 : 0;
        }
        return (double) inside / within.length;
    }

    /** The squared distance of each point to its neighbour. The point itself comes first. */
    private static float[] radii(Points set, DoubleConsumer progress) {
        float[][] least = new float[set.size()][NEIGHBOR + 1];
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
            radii[i] = least[i][Math.min(NEIGHBOR, set.size() - 1)];
        }
        return radii;
    }

    private static void insert(float[] ascending, float value) {
        if (value >= ascending[NEIGHBOR]) {
            return;
        }
        int place = NEIGHBOR;
        for (; place > 0 && ascending[place - 1] > value; place--) {
            ascending[place] = ascending[place - 1];
        }
        ascending[place] = value;
    }
}
