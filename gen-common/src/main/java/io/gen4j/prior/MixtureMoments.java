package io.gen4j.prior;

import io.gen4j.prior.GaussianMixture.Covariance;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.MatrixProduct;
import io.gen4j.runtime.internal.MatrixProduct.Matrix;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sums over points from which the next mixture follows: of the components' shares r, of r z and of r z z', with the
 * shares r(c|z) under a mixture. For diagonal covariances, of r z².
 */
final class MixtureMoments {

    private static final int ROWS = 1024;

    /** A smaller share of a point does not change a component. */
    private static final double NEGLIGIBLE = 1e-7;

    private final GaussianMixture mixture;
    private final int size;
    private final boolean full;
    private final double[] constants;
    private final float[][] inverses;
    private final float[][] offsets;
    private final double[] shares;
    private final double[] sums;
    private final double[] products;
    private double logDensity;

    MixtureMoments(GaussianMixture mixture) {
        this.mixture = mixture;
        this.size = mixture.size();
        this.full = mixture.covariance() == Covariance.FULL;
        int components = mixture.components();
        constants = new double[components];
        inverses = new float[components][];
        offsets = new float[components][];
        shares = new double[components];
        sums = new double[components * size];
        products = new double[components * mixture.covariance().factorLength(size)];
        prepare();
    }

    /** For each component, L^-1, L^-1 m, and the part of the log density that does not depend on the point. */
    private void prepare() {
        float[] weights = mixture.weights();
        float[] means = mixture.means();
        float[] factors = mixture.factors();
        int length = mixture.covariance().factorLength(size);
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        for (int c = 0; c < weights.length; c++) {
            double[] inverse = full
                    ? inverse(factors, c * length)
                    : reciprocals(Arrays.copyOfRange(factors, c * length, (c + 1) * length));
            constants[c] = Math.log(weights[c] / sum) - 0.5 * size * Math.log(2 * Math.PI);
            inverses[c] = new float[length];
            offsets[c] = new float[size];
            for (int i = 0; i < size; i++) {
                constants[c] += Math.log(inverse[full ? i * size + i : i]);
                double offset = 0;
                for (int j = full ? 0 : i; j <= i; j++) {
                    offset += inverse[full ? i * size + j : i] * means[c * size + j];
                }
                offsets[c][i] = (float) offset;
            }
            for (int i = 0; i < length; i++) {
                inverses[c][i] = (float) inverse[i];
            }
        }
    }

    private static double[] reciprocals(float[] values) {
        double[] reciprocals = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            reciprocals[i] = 1 / (double) values[i];
        }
        return reciprocals;
    }

    /** The inverse of a lower triangle, column by column. */
    private double[] inverse(float[] factors, int start) {
        double[] inverse = new double[size * size];
        for (int column = 0; column < size; column++) {
            for (int i = column; i < size; i++) {
                double rest = i == column ? 1 : 0;
                for (int j = column; j < i; j++) {
                    rest -= factors[start + i * size + j] * inverse[j * size + column];
                }
                inverse[i * size + column] = rest / factors[start + i * size + i];
            }
        }
        return inverse;
    }

    /** Adds the points of some rows. */
    void add(INDArray points, int from, int to) {
        try (Rows rows = new Rows()) {
            for (int start = from; start < to; start += ROWS) {
                rows.add(points, start, Math.min(ROWS, to - start));
            }
            rows.finish();
        }
    }

    /** Adds the sums over other points under the same mixture. */
    void add(MixtureMoments other) {
        add(shares, other.shares);
        add(sums, other.sums);
        add(products, other.products);
        logDensity += other.logDensity;
    }

    private static void add(double[] to, double[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    /** The sum of the log densities of the points, in nats. */
    double logDensity() {
        return logDensity;
    }

    /**
     * The mixture that follows. A component with a share of one point or less keeps its mean and covariance.
     *
     * @param regularization added to each variance
     */
    GaussianMixture mixture(double regularization) {
        int length = mixture.covariance().factorLength(size);
        float[] means = mixture.means();
        float[] factors = mixture.factors();
        float[] weights = new float[shares.length];
        for (int c = 0; c < shares.length; c++) {
            weights[c] = (float) shares[c];
            if (shares[c] > 1) {
                double[] mean = new double[size];
                for (int i = 0; i < size; i++) {
                    mean[i] = sums[c * size + i] / shares[c];
                    means[c * size + i] = (float) mean[i];
                }
                float[] factor = full ? cholesky(c, mean, regularization) : deviations(c, mean, regularization);
                System.arraycopy(factor, 0, factors, c * length, length);
            }
        }
        return new GaussianMixture(size, mixture.covariance(), weights, means, factors);
    }

    private float[] deviations(int component, double[] mean, double regularization) {
        float[] deviations = new float[size];
        for (int i = 0; i < size; i++) {
            double variance = products[component * size + i] / shares[component] - mean[i] * mean[i];
            deviations[i] = (float) Math.sqrt(Math.max(variance, 0) + regularization);
        }
        return deviations;
    }

    private float[] cholesky(int component, double[] mean, double regularization) {
        double[] factor = new double[size * size];
        int start = component * size * size;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = products[start + i * size + j] / shares[component] - mean[i] * mean[j];
                for (int k = 0; k < j; k++) {
                    rest -= factor[i * size + k] * factor[j * size + k];
                }
                // Rounding can leave a little less than nothing of a variance.
                factor[i * size + j] =
                        i == j ? Math.sqrt(Math.max(rest, 0) + regularization) : rest / factor[j * size + j];
            }
        }
        float[] rounded = new float[factor.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) factor[i];
        }
        return rounded;
    }

    /** The buffers for some rows at a time. */
    private final class Rows implements AutoCloseable {

        private final int components = shares.length;
        private final INDArray block = NativeArrays.zeros(ROWS, size);
        private final INDArray scaled = NativeArrays.zeros(ROWS, size);
        private final INDArray matrix = NativeArrays.zeros(size, full ? size : 1);
        private final INDArray product = NativeArrays.zeros(size, full ? size : 1);
        private final float[] z = new float[ROWS * size];
        private final float[] y = new float[ROWS * size];
        private final float[] chosen = new float[ROWS * size];
        private final double[] logs = new double[ROWS * components];

        void add(INDArray points, int start, int count) {
            HostMemory.read(points, (long) start * size, z, count * size);
            HostMemory.write(z, block, 0, count * size);
            for (int c = 0; c < components; c++) {
                whiten(c, count);
                for (int row = 0; row < count; row++) {
                    double distance = 0;
                    for (int i = 0; i < size; i++) {
                        float difference = y[row * size + i] - offsets[c][i];
                        distance += difference * difference;
                    }
                    logs[row * components + c] = constants[c] - 0.5 * distance;
                }
            }
            for (int row = 0; row < count; row++) {
                normalize(row * components);
            }
            for (int c = 0; c < components; c++) {
                accumulate(c, count);
            }
        }

        /** y = L^-1 z for each row. */
        private void whiten(int component, int count) {
            if (!full) {
                for (int i = 0; i < count * size; i++) {
                    y[i] = z[i] * inverses[component][i % size];
                }
                return;
            }
            HostMemory.write(inverses[component], matrix, 0, size * size);
            MatrixProduct.multiply(Matrix.of(matrix, size), true, rows(block, count), false, rows(scaled, count), 0);
            HostMemory.read(scaled, 0, y, count * size);
        }

        private Matrix rows(INDArray array, int count) {
            return Matrix.of(array, size).columns(0, count);
        }

        private void normalize(int at) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < components; c++) {
                greatest = Math.max(greatest, logs[at + c]);
            }
            double sum = 0;
            for (int c = 0; c < components; c++) {
                logs[at + c] = Math.exp(logs[at + c] - greatest);
                sum += logs[at + c];
            }
            for (int c = 0; c < components; c++) {
                logs[at + c] /= sum;
            }
            logDensity += greatest + Math.log(sum);
        }

        /** Adds the rows of which the component has a share: few, where there are many components. */
        private void accumulate(int component, int count) {
            int shared = 0;
            for (int row = 0; row < count; row++) {
                double share = logs[row * components + component];
                if (share > NEGLIGIBLE) {
                    shares[component] += share;
                    for (int i = 0; i < size; i++) {
                        float value = z[row * size + i];
                        chosen[shared * size + i] = value;
                        y[shared * size + i] = (float) share * value;
                        sums[component * size + i] += share * value;
                    }
                    shared++;
                }
            }
            if (shared > 0) {
                addProducts(component, shared);
            }
        }

        private void addProducts(int component, int count) {
            int start = component * (products.length / components);
            if (!full) {
                for (int i = 0; i < count * size; i++) {
                    products[start + i % size] += (double) y[i] * chosen[i];
                }
                return;
            }
            HostMemory.write(chosen, block, 0, count * size);
            HostMemory.write(y, scaled, 0, count * size);
            MatrixProduct.multiply(rows(block, count), false, rows(scaled, count), true, Matrix.of(product, size), 0);
            float[] values = new float[size * size];
            HostMemory.read(product, 0, values, values.length);
            for (int i = 0; i < values.length; i++) {
                products[start + i] += values[i];
            }
        }

        void finish() {
            if (!Double.isFinite(logDensity)) {
                throw new IllegalArgumentException(
                        "a latent is too far from the others to be fitted: " + "its density is " + logDensity);
            }
        }

        @Override
        public void close() {
            block.close();
            scaled.close();
            matrix.close();
            product.close();
        }
    }
}
