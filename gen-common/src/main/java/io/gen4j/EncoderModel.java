package io.gen4j;

import io.gen4j.data.Batch;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that also encodes images into latents. Images come with their labels as a {@link Batch}, so that a program serves
 * models with and without labels alike.
 *
 * <p>To reconstruct images of your own, read them as an {@link io.gen4j.data.ImageDataset} and cut them into batches:
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
     * The latents of some images: for a variational autoencoder, the mean of q(z|x).
     *
     * @param batch images within {@link #pixelRange()}; its labels matter to a {@link ConditionalModel} alone
     * @return float, {@code [n, latentSize]}; close it after use
     * @throws IllegalArgumentException if the images have another shape or type, a number is not finite, or the model takes
     *     labels and they do not fit
     * @throws IllegalStateException if this model is closed
     */
    INDArray encode(Batch batch);

    /**
     * Latents drawn from the encoder's distribution: for a variational autoencoder, q(z|x). An encoder without a
     * distribution gives its single latent.
     *
     * @param batch as for {@link #encode(Batch)}
     * @param random the source of the draws
     * @return float, {@code [n, latentSize]}
     * @throws IllegalArgumentException as {@link #encode(Batch)}
     */
    default INDArray encode(Batch batch, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        return encode(batch);
    }

    /**
     * Generates one image for each latent, of its label if the model takes labels.
     *
     * @param latents float, {@code [n, latentSize]}
     * @param labels one per latent, as in a {@link Batch}; not used by a model without labels
     * @return float, {@code [n, channels * height * width]}
     */
    INDArray decode(INDArray latents, int[] labels);

    /** The images that {@link #decode} makes of {@link #encode(Batch)}'s latents; shapes as there. */
    default INDArray reconstruct(Batch batch) {
        Objects.requireNonNull(batch, "batch");
        try (INDArray latents = encode(batch)) {
            return decode(latents, batch.labels());
        }
    }

    /**
     * Whether the latents of the training images follow the standard normal distribution, from which {@link #sample} draws:
     * true for a variational autoencoder, false for a plain one.
     */
    default boolean hasNormalLatents() {
        return true;
    }
}
