package io.gen4j.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A model that can also find the latents of an image. */
public interface LatentModel extends GenerativeModel {

    /**
     * The latents of some images: for a variational autoencoder, the mean of q(z|x).
     *
     * @param images float, {@code [n, channels * height * width]}, within {@link #pixelRange()}
     * @return float, {@code [n, latentSize]}
     */
    INDArray encode(INDArray images);

    /** The images that {@link #generate} makes of {@link #encode}'s latents; shapes as there. */
    default INDArray reconstruct(INDArray images) {
        try (INDArray latents = encode(images)) {
            return generate(latents);
        }
    }
}
