package io.gen4j.data;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    private final int[] labels;
    private final boolean borrowed;
    private final int @Nullable [] indices;
    private final @Nullable Batches source;
    private @Nullable INDArray images;

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
        this.indices = null;
        this.source = null;
    }

    private Batch(Batches source, int[] indices, int[] labels) {
        this.source = source;
        this.indices = indices;
        this.labels = labels;
        this.borrowed = false;
    }

    /** A batch that names its images, and reads them when they are first asked for. */
    static Batch named(Batches source, int[] indices) {
        return new Batch(source, indices, source.labels(indices));
    }

    /**
     * The indices of the images in their dataset, if this batch is one of {@link Batches#named}. Such a batch reads its
     * {@link #images()} when they are first asked for.
     *
     * @return not copied; empty for a batch that has its images
     */
    public Optional<int[]> indices() {
        return Optional.ofNullable(indices);
    }

    /**
     * Whether a batch with {@link #indices()} is of a dataset of this shape, whose pixels are numbers of this range.
     *
     * @return false too if the batch has its images
     */
    public boolean isOf(ImageShape shape, PixelRange range) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(range, "range");
        return source != null && source.data().shape().equals(shape) && source.range() == range;
    }

    /** Whether a batch with {@link #indices()} is of this dataset; false too if the batch has its images. */
    public boolean isOf(ImageDataset data) {
        Objects.requireNonNull(data, "data");
        return source != null && source.data() == data;
    }

    /** A batch that does not own its images. */
    static Batch borrowed(INDArray images, int[] labels) {
        return new Batch(images, labels, true);
    }

    /** The images, float, {@code [count, channels * height * width]}. */
    public INDArray images() {
        if (images == null) {
            images = source.of(indices).images();
        }
        return images;
    }

    /** The label of each image; empty if the data has no labels. */
    public int[] labels() {
        return labels;
    }

    /** The number of images. */
    public int size() {
        return indices == null ? (int) images.size(0) : indices.length;
    }

    /** Releases the images, unless they belong to a {@link BatchIterator}. */
    @Override
    public void close() {
        if (!borrowed && images != null && images.closeable()) {
            images.close();
        }
    }

    @Override
    public String toString() {
        return "a batch of " + size() + " images" + (labels.length == 0 ? "" : " with labels");
    }
}
