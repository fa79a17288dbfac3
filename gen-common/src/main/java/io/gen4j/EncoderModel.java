package io.gen4j;

import io.gen4j.data.Batch;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that can also find the latents of an image, and is told the image's label if it wants one. Images travel with
 * their labels as a {@link Batch}, so that the same program serves a model that takes labels and one that does not.
 */
public interface EncoderModel extends GenerativeModel {

    /**
     * The latents of some images: for a variational autoencoder, the mean of q(z|x).
     *
     * @param batch images within {@link #pixelRange()}; its labels matter to a {@link ConditionalModel} alone
     * @return float, {@code [n, latentSize]}
     * @throws IllegalArgumentException if the model takes labels and the batch has none
     */
    INDArray encode(Batch batch);

    /**
     * Latents drawn from what the encoder thinks possible: for a variational autoencoder, from q(z|x). An encoder that
     * knows a single latent for an image gives that.
     *
     * @param batch as for {@link #encode(Batch)}
     * @param random where the draws come from
     * @return float, {@code [n, latentSize]}
     * @throws IllegalArgumentException as {@link #encode(Batch)}
     */
    default INDArray encode(Batch batch, RandomGenerator random) {
        return encode(batch);
    }

    /**
     * Generates one image for each latent, of its label if the model takes labels.
     *
     * @param latents float, {@code [n, latentSize]}
     * @param labels one a latent, as in a {@link Batch}
     * @return float, {@code [n, channels * height * width]}
     */
    INDArray decode(INDArray latents, int[] labels);

    /** The images that {@link #decode} makes of {@link #encode(Batch)}'s latents; shapes as there. */
    default INDArray reconstruct(Batch batch) {
        try (INDArray latents = encode(batch)) {
            return decode(latents, batch.labels());
        }
    }

    /**
     * Whether training makes the latents of images spread like the standard normal distribution, from which {@link
     * #sample} draws: so for a variational autoencoder, not so for a plain one.
     */
    default boolean hasNormalLatents() {
        return true;
    }
}
