package io.gen4j;

import io.gen4j.data.Batch;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model that also encodes images into latents, without labels. */
public interface LatentModel extends EncoderModel {

    /**
     * The latents of some images: for a variational autoencoder, the mean of q(z|x).
     *
     * @param images float, {@code [n, channels * height * width]}, within {@link #pixelRange()}
     * @return float, {@code [n, latentSize]}; close it after use
     * @throws IllegalArgumentException if the images have another shape or type, or hold a number that is not finite
     * @throws IllegalStateException if this model is closed
     */
    INDArray encode(INDArray images);

    @Override
    default INDArray encode(Batch batch) {
        return encode(Objects.requireNonNull(batch, "batch").images());
    }

    @Override
    default INDArray decode(INDArray latents, int[] labels) {
        Objects.requireNonNull(labels, "labels");
        return generate(latents);
    }

    /** The images that {@link #generate} makes of {@link #encode}'s latents; shapes as there. */
    default INDArray reconstruct(INDArray images) {
        try (INDArray latents = encode(images)) {
            return generate(latents);
        }
    }
}
