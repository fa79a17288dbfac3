package io.gen4j;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.RandomSubset;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The real images and the settings for an evaluation. Pass it to {@link ModelMetric#measure}.
 *
 * @param train images from the training distribution
 * @param test images that the model was not trained on, with the same shape and labels
 * @param draws latents per image for likelihood estimates, at least 1
 * @param seed the seed for all random numbers
 * @param progress receives the progress of long measurements
 */
public record EvaluationData(ImageDataset train, ImageDataset test, int draws, long seed, MetricProgress progress) {

    private static final int LEAST = 4;

    /** The largest test set for small data. Larger data use one image in seven, which is MNIST's share. */
    private static final int ENOUGH = 1_000;

    private static final int PART = 7;

    /**
     * Checks that both sets match.
     *
     * @throws IllegalArgumentException if they differ in shape or labels, or {@code draws} is less than 1
     */
    public EvaluationData {
        Objects.requireNonNull(progress, "progress");
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
     * Splits images into a training and a test set. Use it for data without test images. The test set is half of the
     * images, but at most 1,000 or one seventh, whichever is more. The images are drawn at random, with an equal share
     * of each label. Every {@code seed} gives the same split.
     *
     * <p>If the model was trained on all of these images, it has seen its test images. Say so when you publish the
     * results.
     *
     * @param images at least 4
     * @throws IllegalArgumentException if there are fewer, or {@code draws} is less than 1
     */
    public static EvaluationData split(ImageDataset images, int draws, long seed, MetricProgress progress) {
        Objects.requireNonNull(progress, "progress");
        if (images.size() < LEAST) {
            throw new IllegalArgumentException(images.name() + " has " + images.size() + " images: at least " + LEAST
                    + " are needed to set some aside as test images");
        }
        boolean[] isTest = new boolean[images.size()];
        int tests = Math.min(images.size() / 2, Math.max(ENOUGH, images.size() / PART));
        int taken = 0;
        int passed = 0;
        // Goes through the images label by label, in random order within a label. It takes images at equal distances.
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
