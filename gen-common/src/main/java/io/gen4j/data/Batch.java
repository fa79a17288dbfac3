package io.gen4j.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some images as numbers, and their labels. The images of a {@link BatchIterator}'s batch belong to the iterator, which
 * overwrites them when the next batch but one is asked for and releases them when it is closed: copy what is to be kept.
 *
 * @param images float, 'c' order, {@code [count, channels * height * width]}, in the {@link PixelRange} asked for
 * @param labels one label an image, of length {@code count}; of length 0 if the data has no labels
 */
public record Batch(INDArray images, int[] labels) {

    /** The images in this batch. */
    public int size() {
        return (int) images.size(0);
    }
}
