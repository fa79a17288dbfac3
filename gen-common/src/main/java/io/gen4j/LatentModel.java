package io.gen4j;

import io.gen4j.data.Batch;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model without labels that also encodes images into latents. Use it in code that has plain arrays of images. */
public interface LatentModel extends EncoderModel {

    /**
     * Encodes images. A variational autoencoder returns the mean of q(z|x).
     *
     * @param images float, {@code [n, channels * height * width]}, within {@link #pixelRange()}
     * @return float, {@code [n, latentSize]}; close it after use
     * @throws IllegalArgumentException if the images have another shape or type, or contain an infinite number or NaN
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

    /**
     * Encodes images and generates images from the latents; see {@link #encode} and {@link #generate} for the shapes.
     */
    default INDArray reconstruct(INDArray images) {
        try (INDArray latents = encode(images)) {
            return generate(latents);
        }
    }
}
