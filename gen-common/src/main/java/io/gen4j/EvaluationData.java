package io.gen4j;

import io.gen4j.data.ImageDataset;
import java.util.stream.IntStream;

/**
 * What a model is judged by.
 *
 * @param train images of the kind that it learnt from
 * @param test images that it did not learn from, of the same shape and labels
 * @param draws how many latents an image is given where a likelihood is estimated by drawing, at least 1
 * @param seed of whatever is drawn
 * @param progress hears how far long measurements are
 */
public record EvaluationData(ImageDataset train, ImageDataset test, int draws, long seed, MetricProgress progress) {

    /** MNIST has one test image among seven. */
    private static final int PART = 7;

    /**
     * Checks that the two sets fit together.
     *
     * @throws IllegalArgumentException if they differ in shape or labels, or {@code draws} is less than 1
     */
    public EvaluationData {
        if (!train.shape().equals(test.shape()) || !train.labelNames().equals(test.labelNames())) {
            throw new IllegalArgumentException(train.name() + " has images of shape " + train.shape() + " and labels "
                    + train.labelNames() + ", " + test.name() + " of " + test.shape() + " and " + test.labelNames()
                    + ": must be the same");
        }
        if (draws < 1) {
            throw new IllegalArgumentException("draws is " + draws + ": must be at least 1");
        }
    }

    /**
     * Data of which no part was set aside: one image in seven stands in for test images.
     *
     * @param images at least seven
     * @throws IllegalArgumentException if there are fewer, or {@code draws} is less than 1
     */
    public static EvaluationData split(ImageDataset images, int draws, long seed, MetricProgress progress) {
        if (images.size() < PART) {
            throw new IllegalArgumentException(
                    images.name() + " has " + images.size() + " images: must be at least " + PART);
        }
        int[] train =
                IntStream.range(0, images.size()).filter(i -> i % PART != 0).toArray();
        int[] test =
                IntStream.range(0, images.size()).filter(i -> i % PART == 0).toArray();
        return new EvaluationData(images.select(train), images.select(test), draws, seed, progress);
    }
}
