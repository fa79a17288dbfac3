package io.gen4j.prior.internal;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The prior p(z) in a training: its log density, and its gradients. Not thread-safe. */
public interface TrainedPrior extends AutoCloseable {

    /**
     * Computes log p(z) in nats.
     *
     * @param latents {@code [n, latent]}, 'c' order; kept until {@link #backward}
     */
    double[] logDensities(INDArray latents);

    /**
     * Computes the gradient of a weighted sum of the last log densities with respect to the latents.
     *
     * @param weights one per latent
     * @return {@code [n, latent]}; the next call overwrites it
     */
    INDArray backward(float[] weights);

    /** Adds the gradients by the encoder's parameters, and writes those by the prior's own, after {@link #backward}. */
    void backwardParameters();

    @Override
    void close();
}
