package io.gen4j;

import io.gen4j.data.Batch;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model that can also find the latents of an image, without a label. */
public interface LatentModel extends EncoderModel {

    /**
     * The latents of some images: for a variational autoencoder, the mean of q(z|x).
     *
     * @param images float, {@code [n, channels * height * width]}, within {@link #pixelRange()}
     * @return float, {@code [n, latentSize]}
     */
    INDArray encode(INDArray images);

    @Override
    default INDArray encode(Batch batch) {
        return encode(batch.images());
    }

    @Override
    default INDArray decode(INDArray latents, int[] labels) {
        return generate(latents);
    }

    /** The images that {@link #generate} makes of {@link #encode}'s latents; shapes as there. */
    default INDArray reconstruct(INDArray images) {
        try (INDArray latents = encode(images)) {
            return generate(latents);
        }
    }
}
