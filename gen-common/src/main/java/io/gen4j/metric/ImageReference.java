package io.gen4j.metric;

import io.gen4j.EvaluationData;
import io.gen4j.MetricProgress;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.classifier.ClassifiedImages;
import io.gen4j.metric.classifier.ImageClassifier;
import io.gen4j.random.RandomStreams;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The real images that others are judged by, and the classifier that looks at both. What it has seen in some images is
 * remembered. For one thread.
 */
public final class ImageReference {

    private static final int VALIDATION = 1_000;

    private final EvaluationData data;
    private final @Nullable ImageClassifier classifier;
    private final int[] order;
    private final Map<ImageDataset, ClassifiedImages> real = new IdentityHashMap<>();
    private final Map<Integer, ImageDataset> trainSamples = new HashMap<>();
    private final Map<Integer, ImageDataset> testSamples = new HashMap<>();
    private @Nullable ClassifiedImages last;

    /** @param classifier of the data's labels; null if the data has none; closed by the caller */
    public ImageReference(EvaluationData data, @Nullable ImageClassifier classifier) {
        this.data = data;
        this.classifier = classifier;
        this.order = shuffled(data.train().size(), data.seed());
    }

    private static int[] shuffled(int size, long seed) {
        RandomGenerator random = new RandomStreams(seed).stream("training images", 0);
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int index = order[i];
            order[i] = order[other];
            order[other] = index;
        }
        return order;
    }

    /** The images that the model learnt from. */
    public ImageDataset train() {
        return data.train();
    }

    /** Real images that the model did not see. */
    public ImageDataset test() {
        return data.test();
    }

    /** Of whatever is drawn. */
    public long seed() {
        return data.seed();
    }

    /** Hears of what takes long. */
    public MetricProgress progress() {
        return data.progress();
    }

    /** The classifier; null if the data has no labels to train it by. */
    public @Nullable ImageClassifier classifier() {
        return classifier;
    }

    /** Some training images, drawn at random, to settle a metric's own settings by; none of {@link #trainSample}. */
    public ImageDataset validation() {
        return data.train().select(Arrays.copyOf(order, validationSize()));
    }

    /** Other training images, drawn at random: {@code count}, or all that are left. The same for the same count. */
    public ImageDataset trainSample(int count) {
        int start = validationSize();
        int end = Math.min(start + count, order.length);
        return trainSamples.computeIfAbsent(end, key -> data.train().select(Arrays.copyOfRange(order, start, key)));
    }

    /** The first test images: {@code count}, or all. The same for the same count. */
    public ImageDataset testSample(int count) {
        return testSamples.computeIfAbsent(count, key -> data.test().limit(key));
    }

    private int validationSize() {
        return Math.max(1, Math.min(VALIDATION, order.length / 10));
    }

    /**
     * What the classifier sees in some images. Remembered of real images, and of the last others.
     *
     * @throws IllegalStateException if there is no classifier
     */
    public ClassifiedImages classified(ImageDataset images) {
        ImageClassifier eye = classifier;
        if (eye == null) {
            throw new IllegalStateException("there is no classifier");
        }
        if (isReal(images)) {
            return real.computeIfAbsent(images, eye::classify);
        }
        if (last == null || last.images() != images) {
            last = eye.classify(images);
        }
        return last;
    }

    private boolean isReal(ImageDataset images) {
        return images == data.test() || trainSamples.containsValue(images) || testSamples.containsValue(images);
    }
}
