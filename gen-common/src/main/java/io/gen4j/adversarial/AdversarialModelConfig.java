package io.gen4j.adversarial;

import io.gen4j.Checks;
import io.gen4j.ModelConfig;

/** The settings that every {@link AdversarialModel} has. */
public interface AdversarialModelConfig extends ModelConfig {

    /** Numbers in one latent. */
    int latent();

    /**
     * Adam's learning rate. {@link AdversarialConfig#discriminatorLearningRate()} can set another for the
     * discriminator.
     */
    double learningRate();

    /** Adam's decay of the mean of the gradients. */
    double beta1();

    /** The loss and the measures for a stable training. */
    AdversarialConfig adversarial();

    /**
     * Checks that the measures suit a model with or without labels. Call it in the constructor of your record.
     *
     * @throws IllegalArgumentException if packing is set for a model with labels, or matching-aware pairs for one without
     */
    static void requireLabels(AdversarialConfig adversarial, boolean labels) {
        if (labels && adversarial.packing() > 1) {
            throw new IllegalArgumentException("packing is " + adversarial.packing()
                    + ": must be 1 for a model with labels, whose images of a pack would have different ones");
        }
        if (!labels && adversarial.matchingAware()) {
            throw new IllegalArgumentException("matching aware is true: needs a model with labels");
        }
    }

    /**
     * Checks the shared settings. Call it in the constructor of your record.
     *
     * @param smallestBatch 2 for a model with batch normalisation, otherwise 1
     * @throws IllegalArgumentException if a value lies outside its range
     */
    static void require(int latent, double learningRate, double beta1, int batchSize, int epochs, int smallestBatch) {
        Checks.requireWithin("latent", latent, 1, 4096);
        Checks.requireFraction("beta1", beta1);
        Checks.requireTraining(learningRate, batchSize, smallestBatch, epochs);
    }
}
