package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * The kernel distance (KID, Bińkowski et al. 2018, arXiv:1801.01401): the squared maximum mean discrepancy between the features
 * x of the n images and y of the m test images, with the kernel k(x, y) = (x·y / d + 1)³ for features of d numbers:
 *
 * <p>sum over i ≠ j of k(x_i, x_j) / (n (n - 1)) + sum over i ≠ j of k(y_i, y_j) / (m (m - 1)) - 2 sum of k(x_i, y_j) / (n m)
 *
 * <p>(Gretton et al. 2012). The estimate is unbiased for any number of images, so it suits small sets; it may fall below 0 for
 * equal distributions. Less is better. Its standard error is that of the jackknife, which leaves one image out at a time
 * (Efron and Stein 1981). Compare only figures of equal features: the kernel depends on their scale.
 */
public final class KernelDistance implements FeatureMetric {

    /** The name of the figure. */
    public static final String NAME = "kernel_distance";

    /**
     * An estimate.
     *
     * @param value the squared distance, unbiased; may be below 0
     * @param standardError 0 or more; NaN if a set has only two rows
     */
    public record Estimate(double value, double standardError) {

        /** @throws IllegalArgumentException if the standard error is below 0 */
        public Estimate {
            if (standardError < 0) {
                throw new IllegalArgumentException("standard error is " + standardError + ": must be at least 0");
            }
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        float[][] judged = reference.features(images);
        float[][] real = reference.features(reference.test());
        Estimate estimate =
                between(judged, real, share -> reference.progress().reached("comparing features by a kernel", share));
        MetricResult result = new MetricResult(
                name(),
                estimate.value(),
                "",
                images.size(),
                "unbiased; may be below 0; " + real.length + " test images; not Inception's KID");
        return List.of(
                Double.isNaN(estimate.standardError()) ? result : result.withStandardError(estimate.standardError()));
    }

    /**
     * The distance between two sets of points.
     *
     * @param a at least two rows of finite numbers
     * @param b at least two rows, as long as those of {@code a}
     * @throws IllegalArgumentException if a set has fewer rows, rows differ in length, or a number is not finite
     */
    public static Estimate between(float[][] a, float[][] b) {
        return between(a, b, share -> {});
    }

    private static Estimate between(float[][] a, float[][] b, DoubleConsumer progress) {
        FeatureRows.requireComparable(a, b);
        Points pointsA = Points.of(a);
        Points pointsB = Points.of(b);
        Side sideA = new Side(kernelSums(pointsA, pointsA, progress), kernelSums(pointsA, pointsB, progress));
        Side sideB = new Side(kernelSums(pointsB, pointsB, progress), kernelSums(pointsB, pointsA, progress));
        double variance = sideA.variance(b.length) + sideB.variance(a.length);
        double across = 2 * sum(sideA.across) / ((double) a.length * b.length);
        return new Estimate(sideA.withinMean() + sideB.withinMean() - across, Math.sqrt(variance));
    }

    /** For each point of one set, the sum of its kernels with the points of another, itself left out. */
    private static double[] kernelSums(Points from, Points to, DoubleConsumer progress) {
        double[] sums = new double[from.size()];
        new PairwiseProducts(from, to, 1.0 / from.dimension())
                .forEach(
                        (index, first, products, count) -> {
                            double sum = 0;
                            for (int j = 0; j < count; j++) {
                                double base = products[j] + 1.0;
                                sum += from == to && first + j == index ? 0 : base * base * base;
                            }
                            sums[index] += sum;
                        },
                        progress);
        return sums;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /**
     * One of the two sets.
     *
     * @param within for each point, the sum of its kernels with the others of its set
     * @param across for each point, the sum of its kernels with those of the other set
     */
    private record Side(double[] within, double[] across) {

        /** The mean kernel of two different points. */
        double withinMean() {
            return sum(within) / ((double) within.length * (within.length - 1));
        }

        /**
         * The jackknife's variance: how much the distance changes as one point after the other is left out.
         *
         * @param others points in the other set
         */
        double variance(int others) {
            int n = within.length;
            if (n < 3) {
                return Double.NaN;
            }
            double allWithin = sum(within);
            double allAcross = sum(across);
            double[] left = new double[n];
            for (int i = 0; i < n; i++) {
                left[i] = (allWithin - 2 * within[i]) / ((n - 1.0) * (n - 2.0))
                        - 2 * (allAcross - across[i]) / ((n - 1.0) * others);
            }
            double mean = sum(left) / n;
            double squares = 0;
            for (double each : left) {
                squares += (each - mean) * (each - mean);
            }
            return squares * (n - 1) / n;
        }
    }
}
