package io.gen4j.latent;

import io.gen4j.EncoderModel;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The latents of the images of a dataset, with their labels. Use it to plot latent space or to find directions in it.
 *
 * @param latents float, {@code [n, latentSize]}, in the order of the images
 * @param labels one per image; empty if the data has none
 */
public record EncodedImages(INDArray latents, int[] labels) implements AutoCloseable {

    private static final int AT_ONCE = 500;

    /** @throws IllegalArgumentException if the latents are not float and row by row, or the labels do not fit */
    public EncodedImages {
        InputRows.requireExactMatrix("latents", latents);
        Objects.requireNonNull(labels, "labels");
        if (labels.length != 0 && labels.length != latents.size(0)) {
            throw new IllegalArgumentException(
                    "there are " + labels.length + " labels: must be " + latents.size(0) + ", one per latent, or none");
        }
        for (int label : labels) {
            Arguments.requireAtLeast("label", label, 0);
        }
    }

    /**
     * Encodes every image: for a variational autoencoder, into the mean of q(z|x).
     *
     * @param images of the model's shape, with its labels if it takes any
     */
    public static EncodedImages of(EncoderModel model, ImageDataset images) {
        Objects.requireNonNull(images, "images");
        Batches batches = new Batches(images, AT_ONCE, model.pixelRange(), 0, LastBatch.KEEP);
        INDArray latents = NativeArrays.uninitialized(images.size(), model.latentSize());
        for (int first = 0; first < images.size(); first += AT_ONCE) {
            int[] some = IntStream.range(first, Math.min(first + AT_ONCE, images.size()))
                    .toArray();
            encode(model, batches.of(some), latents, (long) first * model.latentSize());
        }
        int[] labels = images.labelNames().isEmpty()
                ? new int[0]
                : IntStream.range(0, images.size()).map(images::label).toArray();
        return new EncodedImages(latents, labels);
    }

    private static void encode(EncoderModel model, Batch batch, INDArray target, long offset) {
        try (INDArray pixels = batch.images();
                INDArray some = model.encode(new Batch(pixels, batch.labels()))) {
            float[] numbers = new float[(int) some.length()];
            HostMemory.read(some, 0, numbers, numbers.length);
            HostMemory.write(numbers, target, offset, numbers.length);
        }
    }

    @Override
    public void close() {
        latents.close();
    }
}
