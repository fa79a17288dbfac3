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
