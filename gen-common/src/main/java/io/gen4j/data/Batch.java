package io.gen4j.data;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some images as numbers, with their labels: the input of one training step. The images lie outside the heap. Close a batch
 * that you made, or that {@link Batches#of} and {@link Batches#first} returned.
 *
 * <p>The batches of a {@link BatchIterator} belong to the iterator. It overwrites their images when you ask for the next
 * batch but one, and releases them when it is closed. Closing such a batch does nothing. Copy the images that you want to
 * keep.
 */
public final class Batch implements AutoCloseable {

    private final INDArray images;
    private final int[] labels;
    private final boolean borrowed;

    /**
     * A batch that owns its images.
     *
     * @param images float, 'c' order, {@code [count, channels * height * width]}, in the {@link PixelRange} of the model
     * @param labels one per image; of length 0 if the data has no labels
     */
    public Batch(INDArray images, int[] labels) {
        this(images, labels, false);
    }

    private Batch(INDArray images, int[] labels, boolean borrowed) {
        this.images = Objects.requireNonNull(images, "images");
        this.labels = Objects.requireNonNull(labels, "labels");
        this.borrowed = borrowed;
    }

    /** A batch that does not own its images. */
    static Batch borrowed(INDArray images, int[] labels) {
        return new Batch(images, labels, true);
    }

    /** The images, float, {@code [count, channels * height * width]}. */
    public INDArray images() {
        return images;
    }

    /** The label of each image; empty if the data has no labels. */
    public int[] labels() {
        return labels;
    }

    /** The number of images. */
    public int size() {
        return (int) images.size(0);
    }

    /** Releases the images, unless they belong to a {@link BatchIterator}. */
    @Override
    public void close() {
        if (!borrowed && images.closeable()) {
            images.close();
        }
    }

    @Override
    public String toString() {
        return "a batch of " + size() + " images" + (labels.length == 0 ? "" : " with labels");
    }
}
