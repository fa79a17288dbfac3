package io.gen4j;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.RandomSubset;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The real images that a model is evaluated by, and the settings of the evaluation.
 *
 * @param train images of the kind that it learnt from
 * @param test images that it did not learn from, of the same shape and labels
 * @param draws latents drawn per image where a likelihood is estimated, at least 1
 * @param seed of every random draw
 * @param progress receives the progress of long measurements
 */
public record EvaluationData(ImageDataset train, ImageDataset test, int draws, long seed, MetricProgress progress) {

    private static final int LEAST = 4;

    /** A test set need not be larger: MNIST's share of one image in seven is enough from then on. */
    private static final int ENOUGH = 1_000;

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
     * Splits data that have no test images. The test images are half of the images, but at most 1,000 or, if that is more, one
     * in seven. They are drawn at random, with each label's share, and are the same for every {@code seed}.
     *
     * <p>A model that was trained on all of these images has learnt from its test images: say so beside the figures.
     *
     * @param images at least 4
     * @throws IllegalArgumentException if there are fewer, or {@code draws} is less than 1
     */
    public static EvaluationData split(ImageDataset images, int draws, long seed, MetricProgress progress) {
        if (images.size() < LEAST) {
            throw new IllegalArgumentException(images.name() + " has " + images.size() + " images: at least " + LEAST
                    + " are needed to set some aside as test images");
        }
        boolean[] isTest = new boolean[images.size()];
        int tests = Math.min(images.size() / 2, Math.max(ENOUGH, images.size() / PART));
        int taken = 0;
        int passed = 0;
        // Goes through the images label by label, in random order within a label, and takes them at equal distances.
        for (int index : byLabel(images)) {
            passed++;
            if ((long) passed * tests / images.size() > taken) {
                isTest[index] = true;
                taken++;
            }
        }
        int[] train = IntStream.range(0, isTest.length).filter(i -> !isTest[i]).toArray();
        int[] test = IntStream.range(0, isTest.length).filter(i -> isTest[i]).toArray();
        return new EvaluationData(images.select(train), images.select(test), draws, seed, progress);
    }

    private static int[] byLabel(ImageDataset images) {
        int[] shuffled = RandomSubset.draw(images.size(), images.size(), 0, "test images");
        return images.labelNames().isEmpty()
                ? shuffled
                : IntStream.of(shuffled)
                        .boxed()
                        .sorted(Comparator.comparingInt(images::label))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }
}
