package io.gen4j.data;

import io.gen4j.runtime.internal.Arguments;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A fixed sequence of images of one shape, with or without labels: the training data of every model. Use {@link #of(String,
 * ImageShape, byte[], int[], List)} for bytes in memory. Implement the interface for images that you compute or load on
 * demand. Pixels are bytes, 0 black to 255 white. Implementations are immutable, and several threads may read one at once.
 */
public interface ImageDataset {

    /**
     * Labelled images in memory; the arrays are copied.
     *
     * @param name of the data, see {@link #name()}
     * @param pixels image after image, each of {@code shape.size()} unsigned bytes, at least one image
     * @param labels one per image, each an index into {@code labelNames}
     * @throws IllegalArgumentException if the lengths do not fit together, a label has no name, or two have the same
     */
    static ImageDataset of(String name, ImageShape shape, byte[] pixels, int[] labels, List<String> labelNames) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(labelNames, "labelNames");
        return new ByteImageDataset(name, shape, pixels.clone(), labels.clone(), labelNames);
    }

    /**
     * As {@link #of(String, ImageShape, byte[], int[], List)}, without labels.
     *
     * @throws IllegalArgumentException if {@code pixels} is not a whole number of images, at least one
     */
    static ImageDataset of(String name, ImageShape shape, byte[] pixels) {
        Objects.requireNonNull(name, "name");
        return new ByteImageDataset(name, shape, pixels.clone(), new int[0], List.of());
    }

    /** The name of the data in the run's record: {@code "mnist train"}, {@code "synthetic digits"}, or a folder's path. */
    String name();

    /** The shape of every image. */
    ImageShape shape();

    /** How many images there are, at least 1. */
    int size();

    /** The labels' names; a label is an index into this list. Empty if the data has no labels. */
    List<String> labelNames();

    /**
     * The label of one image.
     *
     * @throws IllegalStateException if the data has no labels
     * @throws IndexOutOfBoundsException if there is no such image
     */
    int label(int index);

    /**
     * Copies one image's pixels, channel by channel and row by row, as unsigned bytes.
     *
     * @param target receives {@code shape().size()} bytes from {@code offset} on
     * @throws IndexOutOfBoundsException if there is no such image, or it does not fit
     */
    void copyPixels(int index, byte[] target, int offset);

    /** SHA-256 over shape, pixels and labels in order, in lower-case hexadecimal: equal for equal data. */
    String checksum();

    /**
     * The first {@code count} images; all of them if there are fewer.
     *
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    ImageDataset limit(int count);

    /**
     * A random part of the images in which every label keeps its share. Use it to train on fewer images.
     *
     * @param count at least 1; all images if there are fewer
     * @param seed the same seed takes the same images
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    default ImageDataset spread(int count, long seed) {
        if (count >= size()) {
            return this;
        }
        int[] labels = labelNames().isEmpty()
                ? new int[0]
                : IntStream.range(0, size()).map(this::label).toArray();
        return select(Spread.of(labels, size(), count, seed));
    }

    /**
     * Some of the images.
     *
     * @param indices at least one, in the order in which the images are to come
     * @throws IllegalArgumentException if there are none
     * @throws IndexOutOfBoundsException if there is no such image
     */
    default ImageDataset select(int... indices) {
        return new SelectedDataset(this, indices.clone());
    }

    /**
     * The images as squares of {@code side} pixels: resized to cover them (cubic convolution) and cut to the centre.
     *
     * @throws IllegalArgumentException if {@code side} is not a side that {@link ImageShape} takes
     */
    default ImageDataset resized(int side) {
        Arguments.requireWithin("side", side, 1, ImageShape.MAX_SIDE);
        ImageShape square = new ImageShape(shape().channels(), side, side);
        return square.equals(shape()) ? this : new ResizedDataset(this, square);
    }

    /**
     * The images in black and white: each pixel is drawn once, white with its grey value as the probability (Salakhutdinov
     * and Murray 2008). The same seed gives the same pixels of an image, however many images there are.
     */
    default ImageDataset binarized(long seed) {
        return Binarized.of(this, seed);
    }
}
