package io.gen4j.metric;

import io.gen4j.data.ImageDataset;

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
}
