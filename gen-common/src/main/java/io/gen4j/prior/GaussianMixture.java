package io.gen4j.prior;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A mixture of normal distributions, p(z) = sum_c w_c N(z; m_c, L_c L_c'). Use it as the prior of a model whose encoded
 * images are not normally distributed. {@link #fit} fits one to latents.
 *
 * <p>L_c is a lower triangle, the Cholesky factor of a covariance; for diagonal covariances it is the standard
 * deviations alone.
 */
public final class GaussianMixture implements LatentPrior {

    private final int size;
    private final Covariance covariance;
    private final float[] weights;
    private final double weightSum;
    private final float[] means;
    private final float[] factors;

    /** The form of a component's covariance. */
    public enum Covariance {
        /** Any covariance. It has size² numbers per component, which suits latents of up to about a hundred numbers. */
        FULL {
            @Override
            int factorLength(int size) {
                return size * size;
            }
        },
        /** A variance for each number of the latent. */
        DIAGONAL {
            @Override
            int factorLength(int size) {
                return size;
            }
        };

        abstract int factorLength(int size);
    }

    /**
     * Makes a mixture of given components.
     *
     * @param size the numbers of a latent, at least 1
     * @param weights one per component, 0 or more; they count relative to their sum
     * @param means {@code [components, size]}, row by row
     * @param factors {@code [components, size, size]} of lower triangles for full covariances, or {@code [components,
     *     size]} of standard deviations; the diagonal is above 0
     * @throws IllegalArgumentException if a length does not fit, or a number lies outside its range
     */
    public GaussianMixture(int size, Covariance covariance, float[] weights, float[] means, float[] factors) {
        Arguments.requireWithin("size", size, 1, 1 << 16);
        this.size = size;
        this.covariance = Objects.requireNonNull(covariance, "covariance");
        this.weights = Objects.requireNonNull(weights, "weights").clone();
        this.means = Objects.requireNonNull(means, "means").clone();
        this.factors = Objects.requireNonNull(factors, "factors").clone();
        Arguments.requireWithin("number of weights", weights.length, 1, 1 << 20);
        requireLength("means", means.length, (long) weights.length * size);
        requireLength("factors", factors.length, (long) weights.length * covariance.factorLength(size));
        this.weightSum = requireNumbers();
    }

    private static void requireLength(String name, long length, long expected) {
        if (length != expected) {
            throw new IllegalArgumentException(name + " has " + length + " numbers: must have " + expected);
        }
    }

    /** @return the sum of the weights */
    private double requireNumbers() {
        double sum = 0;
        for (float weight : weights) {
            Arguments.requireWithin("weight", weight, 0, Float.MAX_VALUE);
            sum += weight;
        }
        Arguments.requirePositive("sum of weights", sum);
        for (float mean : means) {
            Arguments.requireWithin("mean", mean, -Float.MAX_VALUE, Float.MAX_VALUE);
        }
        for (float factor : factors) {
            Arguments.requireWithin("factor", factor, -Float.MAX_VALUE, Float.MAX_VALUE);
        }
        for (int c = 0; c < components(); c++) {
            for (int i = 0; i < size; i++) {
                Arguments.requirePositive("diagonal of a factor", factors[diagonal(c, i)]);
            }
        }
        return sum;
    }

    /**
     * Fits a mixture to latents by expectation maximisation (Dempster, Laird and Rubin 1977), from seeds by k-means++
     * (Arthur and Vassilvitskii 2007). A thousandth of the latents' mean variance is added to each variance, so that no
     * component collapses to a point.
     *
     * @param latents float, {@code [n, size]}, more than {@code components}
     * @param components at least 1
     * @param seed of the first means: the same seed gives the same mixture
     * @throws IllegalArgumentException if the latents have another type, contain an infinite number or NaN, or are too
     *     few
     */
    public static GaussianMixture fit(INDArray latents, int components, Covariance covariance, long seed) {
        Objects.requireNonNull(latents, "latents");
        Objects.requireNonNull(covariance, "covariance");
        try (InputRows rows = InputRows.finite("latents", latents, latents.size(latents.rank() - 1))) {
            long most = rows.array().size(0) - 1;
            if (components < 1 || components > most) {
                throw new IllegalArgumentException(
                        "components is " + components + ": must be 1 to " + most + ", fewer than the latents");
            }
            return new ExpectationMaximization(rows.array(), covariance, seed).fit(components);
        }
    }

    @Override
    public int size() {
        return size;
    }

    /** The number of components. */
    public int components() {
        return weights.length;
    }

    /** The form of the covariances. */
    public Covariance covariance() {
        return covariance;
    }

    /** A copy of the weights, one per component. */
    public float[] weights() {
        return weights.clone();
    }

    /** A copy of the means, {@code [components, size]}. */
    public float[] means() {
        return means.clone();
    }

    /** A copy of the factors, as the constructor takes them. */
    public float[] factors() {
        return factors.clone();
    }

    private int diagonal(int component, int i) {
        int start = component * covariance.factorLength(size);
        return covariance == Covariance.FULL ? start + i * size + i : start + i;
    }

    @Override
    public void fill(INDArray latents, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        InputRows.requireExact("latents", latents, size);
        float[] row = new float[size];
        double[] noise = new double[size];
        for (long r = 0; r < latents.size(0); r++) {
            int component = draw(random.nextDouble());
            for (int i = 0; i < size; i++) {
                noise[i] = random.nextGaussian();
            }
            for (int i = 0; i < size; i++) {
                row[i] = (float) (means[component * size + i] + product(component, i, noise));
            }
            HostMemory.write(row, latents, r * size, size);
        }
    }

    private int draw(double uniform) {
        double left = uniform * weightSum;
        int component = 0;
        while (component < weights.length - 1 && left >= weights[component]) {
            left -= weights[component++];
        }
        return component;
    }

    /** Row i of a factor times a vector. */
    private double product(int component, int i, double[] vector) {
        if (covariance == Covariance.DIAGONAL) {
            return factors[component * size + i] * vector[i];
        }
        int start = (component * size + i) * size;
        double sum = 0;
        for (int j = 0; j <= i; j++) {
            sum += factors[start + j] * vector[j];
        }
        return sum;
    }

    @Override
    public double[] logDensities(INDArray latents) {
        try (InputRows rows = InputRows.finite("latents", latents, size)) {
            double[] constants = constants();
            return IntStream.range(0, (int) rows.array().size(0))
                    .parallel()
                    .mapToDouble(r -> logDensity(rows.array(), r, constants))
                    .toArray();
        }
    }

    /** For each component, the part of its log density that does not depend on the latent. */
    private double[] constants() {
        double[] constants = new double[components()];
        for (int c = 0; c < constants.length; c++) {
            constants[c] = Math.log(weights[c] / weightSum) - 0.5 * size * Math.log(2 * Math.PI);
            for (int i = 0; i < size; i++) {
                constants[c] -= Math.log(factors[diagonal(c, i)]);
            }
        }
        return constants;
    }

    private double logDensity(INDArray latents, int row, double[] constants) {
        float[] z = new float[size];
        HostMemory.read(latents, (long) row * size, z, size);
        double[] logs = new double[constants.length];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logs.length; c++) {
            logs[c] = constants[c] - 0.5 * squaredDistance(c, z);
            greatest = Math.max(greatest, logs[c]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - greatest);
        }
        return greatest + Math.log(sum);
    }

    /** |y|^2 with L y = z - m, by forward substitution. */
    private double squaredDistance(int component, float[] z) {
        double[] y = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double rest = z[i] - means[component * size + i];
            if (covariance == Covariance.FULL) {
                int start = (component * size + i) * size;
                for (int j = 0; j < i; j++) {
                    rest -= factors[start + j] * y[j];
                }
            }
            y[i] = rest / factors[diagonal(component, i)];
            sum += y[i] * y[i];
        }
        return sum;
    }

    @Override
    public String toString() {
        return "mixture of " + components() + " normal distributions of " + size + " numbers, covariance "
                + covariance.name().toLowerCase(Locale.ROOT);
    }
}
