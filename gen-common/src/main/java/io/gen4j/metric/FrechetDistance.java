package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.util.ArrayList;
import java.util.List;

/**
 * The Fréchet distance between two normal distributions, fitted to the features of the images and of the test images (Heusel
 * et al. 2017, arXiv:1706.08500): |m - n|² + trace(C + D - 2 (C D)^(1/2)), with the means m, n and the covariances C, D. 0
 * for equal distributions; less is better. The formula is that of the FID, the features are not: compare only figures of
 * equal features. Few images make the distance larger; {@link KernelDistance} has no such bias.
 */
public final class FrechetDistance implements FeatureMetric {

    /** The name of the figure. */
    public static final String NAME = "frechet_distance";

    /** Images per feature from which on the covariance is well enough known. */
    private static final int IMAGES_PER_FEATURE = 10;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        float[][] judged = reference.features(images);
        float[][] real = reference.features(reference.test());
        List<String> notes = new ArrayList<>();
        notes.add("between the features of " + judged.length + " images and of " + real.length
                + " test images; not Inception's FID");
        int enough = IMAGES_PER_FEATURE * judged[0].length;
        if (Math.min(judged.length, real.length) < enough) {
            notes.add("comes out too large: " + judged[0].length + " features need at least " + enough
                    + " images on both sides; kernel_distance needs no such number");
        }
        return List.of(
                new MetricResult(name(), between(judged, real), "", images.size(), notes.toArray(String[]::new)));
    }

    /**
     * The distance between two sets of points. It is finite for every finite input: points may be equal, few, or without
     * variance in some dimensions.
     *
     * @param a at least two rows of finite numbers
     * @param b at least two rows, as long as those of {@code a}
     * @return 0 or more
     * @throws IllegalArgumentException if a set has fewer rows, rows differ in length, or a number is not finite
     */
    public static double between(float[][] a, float[][] b) {
        int dimension = FeatureRows.requireComparable(a, b);
        double[] meanA = mean(a);
        double[] meanB = mean(b);
        double[][] covarianceA = covariance(a, meanA);
        double[][] covarianceB = covariance(b, meanB);
        double distance = 0;
        for (int i = 0; i < dimension; i++) {
            distance += (meanA[i] - meanB[i]) * (meanA[i] - meanB[i]) + covarianceA[i][i] + covarianceB[i][i];
        }
        // C D and C^(1/2) D C^(1/2) have the same eigenvalues, and the latter is symmetric.
        SymmetricMatrix product = SymmetricMatrix.of(covarianceB)
                .between(SymmetricMatrix.of(covarianceA).squareRoot());
        for (double eigenvalue : product.eigenvalues()) {
            distance -= 2 * Math.sqrt(Math.max(0, eigenvalue));
        }
        return Math.max(0, distance);
    }

    private static double[] mean(float[][] rows) {
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= rows.length;
        }
        return mean;
    }

    private static double[][] covariance(float[][] rows, double[] mean) {
        int size = mean.length;
        double[][] sums = new double[size][size];
        double[] centred = new double[size];
        for (float[] row : rows) {
            for (int i = 0; i < size; i++) {
                centred[i] = row[i] - mean[i];
            }
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    sums[i][j] += centred[i] * centred[j];
                }
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                sums[i][j] /= rows.length - 1;
                sums[j][i] = sums[i][j];
            }
        }
        return sums;
    }
}
