package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.DoubleConsumer;

/**
 * Density and coverage (Naeem et al. 2020, arXiv:2002.09797), in the space of features. Each of the N real images x has a ball
 * that reaches to its fifth nearest neighbour among the real ones. With M images y,
 *
 * <ul>
 *   <li>density = 1/(5 M) sum over y of the number of balls that hold y: how often images lie where real ones lie densely. 0 or
 *       more; 1 for images of the same distribution, more for images that keep to the densest places;
 *   <li>coverage = the share of the balls that hold any y: how much of the real images' variety is drawn. 0 to 1; more is
 *       better. Images of the same distribution reach about 1 - 1/2^5 = 0.97.
 * </ul>
 *
 * <p>Both sets have as many images, drawn at random from the larger one. In contrast to {@link PrecisionAndRecall}, no ball
 * stands around a drawn image, so a few outliers do not count as variety.
 */
public final class DensityAndCoverage implements FeatureMetric {

    private static final int NEIGHBOR = 5;

    /** Both figures. */
    record Figures(double density, double coverage) {}

    @Override
    public String name() {
        return "density_and_coverage";
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        int count = Math.min(images.size(), reference.test().size());
        Points judged = Points.of(reference.features(images, count));
        Points real = Points.of(reference.features(reference.test(), count));
        Figures figures = of(judged, real, share -> reference.progress().reached("comparing features", share));
        String note = count + " images on each side; k = " + NEIGHBOR;
        return List.of(
                new MetricResult("density", figures.density(), "", count, note),
                new MetricResult("coverage", figures.coverage(), "share", count, note));
    }

    static Figures of(Points judged, Points real, DoubleConsumer progress) {
        float[] radii = NeighborBalls.squaredRadii(real, NEIGHBOR, progress);
        AtomicIntegerArray inside = new AtomicIntegerArray(real.size());
        new SquaredDistances(judged, real)
                .forEach(
                        (index, first, distances, count) -> {
                            for (int j = 0; j < count; j++) {
                                if (distances[j] <= radii[first + j]) {
                                    inside.incrementAndGet(first + j);
                                }
                            }
                        },
                        progress);
        long pairs = 0;
        int covered = 0;
        for (int i = 0; i < real.size(); i++) {
            pairs += inside.get(i);
            covered += inside.get(i) > 0 ? 1 : 0;
        }
        int neighbors = Math.min(NEIGHBOR, Math.max(1, real.size() - 1));
        return new Figures(pairs / ((double) neighbors * judged.size()), (double) covered / real.size());
    }
}
