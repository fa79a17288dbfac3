package io.gen4j.adversarial;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The losses of a discriminator and a generator, as functions of the discriminator's outputs, one unbounded number per image.
 * {@link AdversarialLoss} has those of the literature. Implement this interface for your own, and pass it to the
 * {@link AdversarialTrainer}.
 */
public interface AdversarialObjective {

    /**
     * The discriminator's loss on real and fake images.
     *
     * @param outputs of the discriminator, {@code [n, 1]}
     * @param targets {@code [n, 1]}: 0 for a fake image, above 0 for a real one
     * @param gradient {@code [n, 1]}; receives the gradient of the sum
     * @return the sum over the images
     */
    double discriminator(INDArray outputs, INDArray targets, INDArray gradient);

    /**
     * The generator's loss.
     *
     * @param outputs of the discriminator for fake images, {@code [n, 1]}
     * @param gradient {@code [n, 1]}; receives the gradient of the sum
     * @return the sum over the images
     */
    double generator(INDArray outputs, INDArray gradient);

    /** Whether outputs are logits of the probability that an image is real, and losses are in nats. */
    default boolean isProbabilistic() {
        return false;
    }

    /**
     * Whether the losses compare each image with another: a fake image with a real one, of the same label if there are labels
     * (Jolicoeur-Martineau 2018, arXiv:1807.00734, equation 15). Outputs then are differences, one for each pair:
     * {@code D(real) - D(fake)} for the discriminator, with the targets of real images, and {@code D(fake) - D(real)} for the
     * generator. The trainer passes gradients on to both images of the discriminator's pairs, and to the generator's fakes.
     */
    default boolean isRelativistic() {
        return false;
    }

    /**
     * The discriminator's loss if it gives all images the same output; 0 for a loss without a lower bound.
     */
    default double ignorant() {
        return 0;
    }
}
