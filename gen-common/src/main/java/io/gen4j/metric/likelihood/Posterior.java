package io.gen4j.metric.likelihood;

import io.gen4j.runtime.HostMemory;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** q(z|x) of one image: a normal distribution with a diagonal covariance. */
final class Posterior {

    private final float[] means;
    private final float[] logVariances;
    private final double[] deviations;

    private Posterior(float[] moments) {
        int size = moments.length / 2;
        means = new float[size];
        logVariances = new float[size];
        deviations = new double[size];
        for (int i = 0; i < size; i++) {
            means[i] = moments[i];
            logVariances[i] = moments[size + i];
            deviations[i] = Math.exp(0.5 * logVariances[i]);
        }
    }

    /** One for each row of {@code [n, 2 size]}. */
    static Posterior[] rows(INDArray moments, int size) {
        Posterior[] rows = new Posterior[(int) moments.size(0)];
        float[] row = new float[2 * size];
        for (int i = 0; i < rows.length; i++) {
            HostMemory.read(moments, (long) i * row.length, row, row.length);
            rows[i] = new Posterior(row);
        }
        return rows;
    }

    float[] means() {
        return means;
    }

    /** Its Kullback-Leibler divergence from the standard normal distribution (Kingma and Welling 2014, appendix B). */
    double divergence() {
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            sum += (double) means[i] * means[i] + deviations[i] * deviations[i] - 1 - logVariances[i];
        }
        return sum / 2;
    }

    /** The logarithm of its density at a latent, given the squared length of its standard normal noise. */
    private double logDensity(double squaredNoise) {
        double sum = squaredNoise + logVariances.length * Math.log(2 * Math.PI);
        for (float logVariance : logVariances) {
            sum += logVariance;
        }
        return -sum / 2;
    }

    /**
     * Draws a latent, for a prior that {@link #draw} does not know.
     *
     * @param target receives it from {@code offset} on
     * @return -log q(z|x)
     */
    double drawAlone(RandomGenerator random, float[] target, int offset) {
        double squares = 0;
        for (int i = 0; i < means.length; i++) {
            double noise = random.nextGaussian();
            target[offset + i] = (float) (means[i] + deviations[i] * noise);
            squares += noise * noise;
        }
        return -logDensity(squares);
    }

    /**
     * Draws a latent.
     *
     * @param target receives it from {@code offset} on
     * @return log(p(z) / q(z|x)), where p is the standard normal distribution
     */
    double draw(RandomGenerator random, float[] target, int offset) {
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            double noise = random.nextGaussian();
            double z = means[i] + deviations[i] * noise;
            target[offset + i] = (float) z;
            sum += noise * noise + logVariances[i] - z * z;
        }
        return sum / 2;
    }
}
