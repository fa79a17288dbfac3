package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Precision, the share of the images that lie within the manifold of the real ones, and recall, the share of the real ones
 * that lie within the manifold of the images (Kynkäänniemi et al. 2019, arXiv:1904.06991). A manifold is a union of balls in
 * the space of features, one around each point, that reach to its third nearest neighbour in the same set. Both sets have as
 * many points, drawn at random from the larger one. 0 to 1; more is better. Low precision means bad images, low recall means
 * kinds of images that are never drawn. {@link DensityAndCoverage} is less sensitive to outliers.
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
        Points judged = Points.of(reference.features(images, count));
        Points real = Points.of(reference.features(reference.test(), count));
        DoubleConsumer progress = share -> reference.progress().reached("comparing features", share);
        double precision = covered(judged, real, progress);
        double recall = covered(real, judged, progress);
        String note = count + " images on each side; k = " + NEIGHBOR;
        return List.of(
                new MetricResult("precision", precision, "share", count, note),
                new MetricResult("recall", recall, "share", count, note));
    }

    /** The share of the points that lie within the manifold of a set. */
    static double covered(Points points, Points set, DoubleConsumer progress) {
        float[] radii = NeighborBalls.squaredRadii(set, NEIGHBOR, progress);
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
}
