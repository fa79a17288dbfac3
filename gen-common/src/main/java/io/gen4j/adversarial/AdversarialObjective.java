package io.gen4j.adversarial;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a discriminator and a generator minimise, as functions of the discriminator's outputs: numbers without bounds, one an
 * image. {@link AdversarialLoss} has those of the literature; one's own is handed to the {@link AdversarialTrainer}.
 */
public interface AdversarialObjective {

    /**
     * The discriminator's loss on real and fake images.
     *
     * @param outputs of the discriminator, {@code [n, 1]}
     * @param targets as many: 0 for a fake image, above 0 for a real one
     * @param gradient as many; receives the gradient of the sum
     * @return the sum over the images
     */
    double discriminator(INDArray outputs, INDArray targets, INDArray gradient);

    /**
     * The generator's loss.
     *
     * @param outputs of the discriminator for fake images, {@code [n, 1]}
     * @param gradient as many; receives the gradient of the sum
     * @return the sum over the images
     */
    double generator(INDArray outputs, INDArray gradient);

    /** Whether outputs are logits of the probability that an image is real, and losses are in nats. */
    default boolean isProbabilistic() {
        return false;
    }

    /**
     * The discriminator's loss on a real and a fake image where it says the same about all of them; 0 for a loss that may fall
     * without end, which tells nothing.
     */
    default double ignorant() {
        return 0;
    }
}
