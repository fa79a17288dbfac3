package io.gen4j.anomaly;

import io.gen4j.Checks;

/**
 * How unusual a model finds one image. Every score is higher for an image that is less like those the model learnt from.
 *
 * @param image its index in the dataset
 * @param label its index among the labels' names; -1 if the data has no labels
 * @param reconstructionError mean squared difference per pixel between image and reconstruction, pixels from 0 to 1
 * @param negativeElbo the negative evidence lower bound on log p(x) in nats; NaN for a model without a likelihood
 * @param negativeLogLikelihood the importance-weighted estimate of -log p(x) in nats; NaN for a model without a likelihood
 */
public record ImageScore(
        int image, int label, double reconstructionError, double negativeElbo, double negativeLogLikelihood) {

    /** @throws IllegalArgumentException if an index or the reconstruction error is too small */
    public ImageScore {
        Checks.requireWithin("image", image, 0, Integer.MAX_VALUE);
        Checks.requireWithin("label", label, -1, Integer.MAX_VALUE);
        if (reconstructionError < 0) {
            throw new IllegalArgumentException(
                    "reconstruction error is " + reconstructionError + ": must be at least 0");
        }
    }

    /** The likelihood's score where there is one, which also judges the latent; else the reconstruction error. */
    public double value() {
        return Double.isNaN(negativeLogLikelihood) ? reconstructionError : negativeLogLikelihood;
    }
}
