package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The Fréchet distance between two normal distributions, fitted to the classifier's features of the images and of the test
 * images (Heusel et al. 2017, arXiv:1706.08500): |m - n|² + trace(C + D - 2 (C D)^(1/2)), with the means m, n and the
 * covariances C, D. 0 for equal distributions; less is better. It has the formula of the FID but not its features, and
 * compares only with figures of the same classifier. With fewer images it comes out larger.
 */
public final class FrechetDistance implements FeatureMetric {

    /** What it is called. */
    public static final String NAME = "frechet_distance";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) {
        double distance = between(
                reference.classified(images).features(),
                reference.classified(reference.test()).features());
        return List.of(new MetricResult(
                name(),
                distance,
                "",
                images.size(),
                "between the features of " + images.size() + " images and of "
                        + reference.test().size() + " test images; not Inception's FID"));
    }

    /**
     * The distance between two sets of points.
     *
     * @param a at least two rows
     * @param b at least two rows, as long as those of {@code a}
     */
    public static double between(float[][] a, float[][] b) {
        double[] meanA = mean(a);
        double[] meanB = mean(b);
        double distance = 0;
        for (int i = 0; i < meanA.length; i++) {
            distance += (meanA[i] - meanB[i]) * (meanA[i] - meanB[i]);
        }
        RealMatrix covarianceA = covariance(a, meanA);
        RealMatrix covarianceB = covariance(b, meanB);
        // C D and C^(1/2) D C^(1/2) have the same eigenvalues, and the latter is symmetric.
        RealMatrix root = squareRoot(covarianceA);
        RealMatrix product = symmetric(root.multiply(covarianceB).multiply(root));
        for (double eigenvalue : new EigenDecomposition(product).getRealEigenvalues()) {
            distance -= 2 * Math.sqrt(Math.max(0, eigenvalue));
        }
        return Math.max(0, distance + covarianceA.getTrace() + covarianceB.getTrace());
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

    private static RealMatrix covariance(float[][] rows, double[] mean) {
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
        return new Array2DRowRealMatrix(sums, false);
    }

    private static RealMatrix squareRoot(RealMatrix covariance) {
        EigenDecomposition decomposition = new EigenDecomposition(covariance);
        RealMatrix vectors = decomposition.getV();
        double[] eigenvalues = decomposition.getRealEigenvalues();
        RealMatrix scaled = vectors.copy();
        for (int column = 0; column < eigenvalues.length; column++) {
            double scale = Math.sqrt(Math.max(0, eigenvalues[column]));
            scaled.setColumnVector(column, vectors.getColumnVector(column).mapMultiply(scale));
        }
        return scaled.multiply(vectors.transpose());
    }

    /** Without the rounding that keeps a product from being symmetric to the last digit. */
    private static RealMatrix symmetric(RealMatrix matrix) {
        return matrix.add(matrix.transpose()).scalarMultiply(0.5);
    }
}
