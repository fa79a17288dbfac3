package io.gen4j;

import io.gen4j.data.Batch;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that also encodes images into latents, such as an autoencoder. Use it to reconstruct images or to interpolate
 * between them. A {@link Batch} carries images and labels, so the same code works for models with and without labels.
 *
 * <p>To reconstruct your own images, read them as an {@link io.gen4j.data.ImageDataset} and split them into batches:
 *
 * <pre>{@code
 * try (Batch originals = vae.batches(images).first(8);
 *         INDArray reconstructed = vae.reconstruct(originals)) {
 *     Png.write(Path.of("reconstructed.png"), vae.grid(reconstructed, 8));
 * }
 * }</pre>
 */
public interface EncoderModel extends GenerativeModel {

    /**
     * Encodes images. A variational autoencoder returns the mean of q(z|x).
     *
     * @param batch images within {@link #pixelRange()}; only a {@link ConditionalModel} uses the labels
     * @return float, {@code [n, latentSize]}; close it after use
     * @throws IllegalArgumentException if the images have another shape or type or contain an infinite number or NaN,
     *     or if the model takes labels and they are wrong
     * @throws IllegalStateException if this model is closed
     */
    INDArray encode(Batch batch);

    /**
     * Draws latents from the encoder's distribution. A variational autoencoder draws from q(z|x). An encoder without a
     * distribution returns the same latents as {@link #encode(Batch)}.
     *
     * @param batch as for {@link #encode(Batch)}
     * @param random the source of random numbers
     * @return float, {@code [n, latentSize]}
     * @throws IllegalArgumentException as {@link #encode(Batch)}
     */
    default INDArray encode(Batch batch, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        return encode(batch);
    }

    /**
     * Generates one image for each latent. A model that takes labels also uses the label.
     *
     * @param latents float, {@code [n, latentSize]}
     * @param labels one per latent, as in a {@link Batch}; a model without labels ignores them
     * @return float, {@code [n, channels * height * width]}
     */
    INDArray decode(INDArray latents, int[] labels);

    /** Encodes images and decodes the latents; see {@link #encode(Batch)} and {@link #decode} for the shapes. */
    default INDArray reconstruct(Batch batch) {
        Objects.requireNonNull(batch, "batch");
        try (INDArray latents = encode(batch)) {
            return decode(latents, batch.labels());
        }
    }

    /**
     * Whether the latents of the training images follow the standard normal distribution, which is the distribution
     * that {@link #sample} draws from. True for a variational autoencoder, false for a plain one, and for one that
     * learns its {@link #prior()}.
     */
    default boolean hasNormalLatents() {
        return true;
    }
}
