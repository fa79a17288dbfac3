package io.gen4j.prior.internal;

import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.Program;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link TrainedPrior} as operations. Densities lack the factor (2 pi)^(-latent / 2). */
public interface DevicePrior {

    /**
     * Adds log p(z).
     *
     * @param latents {@code [n, latent]}
     * @param logs {@code [n, 1]}
     */
    void logDensities(Program program, INDArray latents, INDArray logs);

    /**
     * Adds the gradient of a weighted sum of the last log densities by the latents.
     *
     * @param weights {@code [n, 1]}
     * @param gradient {@code [n, latent]}
     */
    void backward(Program program, INDArray weights, INDArray gradient);

    /** Adds the gradients by the encoder's parameters to those that are there, and writes those by the prior's own. */
    void backwardParameters(Program program, Gradients gradients);
}
