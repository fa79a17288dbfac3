package io.gen4j.metric.likelihood;

import io.gen4j.data.Batch;
import io.gen4j.data.PixelRange;
import io.gen4j.prior.LatentPrior;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model of images x with latents z: the prior p(z), the decoder's p(x|z), and the encoder's q(z|x), a normal distribution with a diagonal covariance. If the model is told labels, all but the prior are given
 * the label too.
 */
public interface LatentDensities {

    /** How many numbers one latent has. */
    int latentSize();

    /** The prior p(z) as it is now: the standard normal distribution unless the model learns another one. */
    default LatentPrior prior() {
        return LatentPrior.standardNormal(latentSize());
    }

    /** The range of the numbers in its images. */
    PixelRange pixelRange();

    /** Whether p(x|z) is of black and white pixels, so that grey images must be {@link io.gen4j.data.ImageDataset#binarized}. */
    boolean isBinary();

    /**
     * One sentence about p(x|z) that a reader needs, for example that it is a density and not a probability; empty if there is
     * none.
     */
    String likelihoodNote();

    /**
     * The moments of q(z|x).
     *
     * @param batch images within {@link #pixelRange()}, and their labels
     * @return float, {@code [n, 2 latentSize]}, the means and then the logarithms of the variances; the caller's
     */
    INDArray posterior(Batch batch);

    /**
     * log p(x|z), in nats.
     *
     * @param batch {@code n} images, and their labels
     * @param latents float, {@code [n m, latentSize]}, 'c' order: m latents for the first image, m for the second, and so on
     * @return one number per latent
     */
    double[] logLikelihoods(Batch batch, INDArray latents);
}
