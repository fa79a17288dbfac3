package io.gen4j.vae;

import io.gen4j.Metrics;
import io.gen4j.data.Batch;
import io.gen4j.prior.internal.TrainedPrior;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.ArraysBySize;
import io.gen4j.vae.internal.VariationalBound;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The importance-weighted bound log(1/K sum_k w_k) with w = p(x|z) p(z) / q(z|x), from K latents per image (Burda,
 * Grosse and Salakhutdinov 2015, arXiv:1509.00519). For K = 1 it is the evidence lower bound, with an estimate of the
 * divergence; so it also suits a prior whose divergence has no closed form.
 *
 * <p>The training weighs log(q(z|x) / p(z)) by b: log w = log p(x|z) - b log(q(z|x) / p(z)). The gradient of the bound
 * is the sum of the gradients of log w_k by the normalised weights v_k = w_k / sum(w). With z = mu + sigma eps, log
 * q(z|x) changes with log sigma^2 alone, by -1/2.
 *
 * <p>The doubly reparameterised gradient of the encoder leaves out the part by q's own parameters, and weighs that by z
 * by v_k (1 - b + b v_k) (Tucker, Lawson, Gu and Maddison 2018, arXiv:1810.04152, for b = 1). Both have the same
 * expectation.
 */
final class ImportanceWeightedBound implements VariationalBound {

    private final VaeNetworks networks;
    private final TrainedPrior prior;
    private final int size;
    private final int draws;
    private final boolean doublyReparameterized;
    private final ArraysBySize latentArrays = new ArraysBySize();
    private final ArraysBySize momentGradients = new ArraysBySize();

    private float[] moments = new float[0];
    private float[] deviations = new float[0];
    private float[] noise = new float[0];
    private double[] losses = new double[0];
    private double[] logRatios = new double[0];
    private INDArray gradient = Nd4j.empty(DataType.FLOAT);

    /**
     * @param networks closed with the bound
     * @param prior closed with the bound
     */
    ImportanceWeightedBound(VaeNetworks networks, TrainedPrior prior, VaeConfig config) {
        this.networks = networks;
        this.prior = prior;
        this.size = config.latent();
        this.draws = config.iwae();
        this.doublyReparameterized = config.dreg();
    }

    @Override
    public Metrics forward(Batch batch, RandomGenerator random) {
        INDArray latents = draw(networks.encode(batch), random);
        INDArray outputs = networks.decode(latents, batch.labels());
        gradient = networks.pixelGradients(outputs);
        losses = networks.pixels().negativeLogLikelihoods(outputs, batch.images(), gradient);
        double[] logPriors = prior.logDensities(latents);
        logRatios = new double[losses.length];
        for (int row = 0; row < losses.length; row++) {
            logRatios[row] = logPosterior(row) - logPriors[row];
        }
        double bound = 0;
        for (int image = 0; image < batch.size(); image++) {
            bound += logMeanExp(logWeights(image, 1));
        }
        return new Metrics(
                METRICS,
                -bound / batch.size(),
                Arrays.stream(losses).sum() / losses.length,
                Arrays.stream(logRatios).sum() / losses.length);
    }

    private INDArray draw(INDArray momentArray, RandomGenerator random) {
        int n = (int) momentArray.size(0);
        moments = new float[2 * n * size];
        HostMemory.read(momentArray, 0, moments, moments.length);
        deviations = new float[n * size];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = (float) Math.exp(moments[mean(i) + size] / 2);
        }
        noise = new float[n * draws * size];
        float[] z = new float[noise.length];
        for (int i = 0; i < z.length; i++) {
            int at = ofImage(i);
            noise[i] = (float) random.nextGaussian();
            z[i] = moments[mean(at)] + deviations[at] * noise[i];
        }
        INDArray latents = latentArrays.get((long) n * draws, size);
        HostMemory.write(z, latents, 0, z.length);
        return latents;
    }

    /** The index of a latent's number among those of one latent per image. */
    private int ofImage(int i) {
        return i / (draws * size) * size + i % size;
    }

    private int mean(int i) {
        return i / size * 2 * size + i % size;
    }

    private double logPosterior(int row) {
        int variances = row / draws * 2 * size + size;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double eps = noise[row * size + i];
            sum -= 0.5 * (eps * eps + moments[variances + i] + Math.log(2 * Math.PI));
        }
        return sum;
    }

    private double[] logWeights(int image, double divergenceWeight) {
        double[] logs = new double[draws];
        for (int k = 0; k < draws; k++) {
            int row = image * draws + k;
            logs[k] = -losses[row] - divergenceWeight * logRatios[row];
        }
        return logs;
    }

    private static double logMeanExp(double[] logs) {
        double greatest = Arrays.stream(logs).max().orElseThrow();
        return greatest
                + Math.log(Arrays.stream(logs)
                        .map(log -> Math.exp(log - greatest))
                        .average()
                        .orElseThrow());
    }

    @Override
    public void backward(float divergenceWeight) {
        float[] weights = normalizedWeights(divergenceWeight);
        networks.pixels().weigh(gradient, losses, weights);
        float[] byLatent = floats(networks.backwardDecoder(gradient));
        float[] priorWeights = new float[weights.length];
        for (int row = 0; row < weights.length; row++) {
            priorWeights[row] = -divergenceWeight * weights[row];
        }
        float[] byPrior = floats(prior.backward(priorWeights));
        for (int i = 0; i < byLatent.length; i++) {
            byLatent[i] += byPrior[i];
        }
        INDArray byMoment = momentGradients.get(moments.length / (2L * size), 2L * size);
        float[] values = doublyReparameterized
                ? doublyReparameterized(byLatent, weights, divergenceWeight)
                : reparameterized(byLatent, divergenceWeight);
        HostMemory.write(values, byMoment, 0, values.length);
        networks.backwardEncoder(byMoment);
        prior.backwardParameters();
    }

    private float[] normalizedWeights(double divergenceWeight) {
        float[] weights = new float[losses.length];
        for (int image = 0; image < losses.length / draws; image++) {
            double[] logs = logWeights(image, divergenceWeight);
            double logSum = logMeanExp(logs) + Math.log(draws);
            for (int k = 0; k < draws; k++) {
                weights[image * draws + k] = (float) Math.exp(logs[k] - logSum);
            }
        }
        return weights;
    }

    private float[] reparameterized(float[] byLatent, float divergenceWeight) {
        float[] byMoment = new float[moments.length];
        for (int i = 0; i < byLatent.length; i++) {
            add(byMoment, i, byLatent[i]);
        }
        for (int i = 0; i < deviations.length; i++) {
            byMoment[mean(i) + size] -= 0.5f * divergenceWeight;
        }
        return byMoment;
    }

    private float[] doublyReparameterized(float[] byLatent, float[] weights, float divergenceWeight) {
        float[] byMoment = new float[moments.length];
        for (int i = 0; i < byLatent.length; i++) {
            float weight = weights[i / size];
            float byPosterior = -divergenceWeight * weight * noise[i] / deviations[ofImage(i)];
            add(byMoment, i, (1 - divergenceWeight + divergenceWeight * weight) * (byLatent[i] + byPosterior));
        }
        return byMoment;
    }

    /** Adds the gradient by a latent's number to those by its mean and log variance. */
    private void add(float[] byMoment, int i, float byNumber) {
        int at = ofImage(i);
        byMoment[mean(at)] += byNumber;
        byMoment[mean(at) + size] += 0.5f * byNumber * noise[i] * deviations[at];
    }

    private static float[] floats(INDArray array) {
        float[] values = new float[(int) array.length()];
        HostMemory.read(array, 0, values, values.length);
        return values;
    }

    @Override
    public void close() {
        networks.close();
        prior.close();
        latentArrays.close();
        momentGradients.close();
    }
}
