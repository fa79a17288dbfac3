package io.gen4j.adversarial;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The losses of a discriminator and a generator, as functions of the discriminator's outputs, one unbounded number per
 * image. {@link AdversarialLoss} contains those of the literature. For your own losses, implement this interface and
 * pass it to the {@link AdversarialTrainer}.
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

    /** Whether outputs are logits of the probability that an image is real. Losses are then in nats. */
    default boolean isProbabilistic() {
        return false;
    }

    /**
     * Whether the losses compare images in pairs: a fake image with a real one, of the same label if there are labels
     * (Jolicoeur-Martineau 2018, arXiv:1807.00734, equation 15). Outputs are then differences, one per pair. The
     * discriminator receives {@code D(real) - D(fake)}, with the targets of real images. The generator receives {@code
     * D(fake) - D(real)}. In the discriminator's update, the trainer passes gradients on to both images of each pair.
     * In the generator's update, it passes them on to the fake images.
     */
    default boolean isRelativistic() {
        return false;
    }

    /** The discriminator's loss for equal outputs on all images; 0 for a loss without a lower bound. */
    default double ignorant() {
        return 0;
    }
}
