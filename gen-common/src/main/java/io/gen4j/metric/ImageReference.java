package io.gen4j.metric;

import io.gen4j.Checks;
import io.gen4j.EvaluationData;
import io.gen4j.MetricProgress;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.RandomSubset;
import io.gen4j.metric.feature.ClassifiedImages;
import io.gen4j.metric.feature.ClassifierTraining;
import io.gen4j.metric.feature.FeatureCache;
import io.gen4j.metric.feature.FeatureExtractor;
import io.gen4j.metric.feature.ImageClassifier;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The real images that others are judged by, and the network whose features are compared. It remembers the features of the
 * real images, and of the last others. For one thread.
 */
public final class ImageReference {

    private static final int VALIDATION = 1_000;

    private final EvaluationData data;
    private final @Nullable FeatureExtractor extractor;
    private final @Nullable FeatureCache cache;
    private final int[] order;
    private final Map<Integer, ImageDataset> trainSamples = new HashMap<>();
    private final Map<Integer, ImageDataset> testSamples = new HashMap<>();
    private final Memory<ClassifiedImages> classified = new Memory<>();
    private final Memory<float[][]> features = new Memory<>();

    /**
     * A reference for one evaluation.
     *
     * @param extractor computes the features, a classifier if the data has labels; null if no metric needs any; closed by the
     *     caller
     */
    public ImageReference(EvaluationData data, @Nullable FeatureExtractor extractor) {
        this(data, extractor, null);
    }

    /**
     * A reference that keeps what metrics train on real images. Evaluations of other models then need not train it again.
     *
     * @param extractor as in the other constructor
     * @param cache of the networks; null to keep none
     */
    public ImageReference(EvaluationData data, @Nullable FeatureExtractor extractor, @Nullable FeatureCache cache) {
        this.data = data;
        this.extractor = extractor;
        this.cache = cache;
        int size = data.train().size();
        this.order = RandomSubset.draw(size, size, data.seed(), "training images");
    }

    /** The data and the settings of the evaluation. */
    public EvaluationData data() {
        return data;
    }

    /** The images that the model learnt from. */
    public ImageDataset train() {
        return data.train();
    }

    /** Real images that the model did not see. */
    public ImageDataset test() {
        return data.test();
    }

    /** The seed of every random draw. */
    public long seed() {
        return data.seed();
    }

    /** Receives the progress of what takes long. */
    public MetricProgress progress() {
        return data.progress();
    }

    /** The network that computes features; null if there is none. */
    public @Nullable FeatureExtractor extractor() {
        return extractor;
    }

    /** The same network where it is a classifier; else null. */
    public @Nullable ImageClassifier classifier() {
        return extractor instanceof ImageClassifier classifier ? classifier : null;
    }

    /** Training images drawn at random, by which a metric chooses its own settings; none of {@link #trainSample}. */
    public ImageDataset validation() {
        return data.train().select(Arrays.copyOf(order, validationSize()));
    }

    /**
     * Other training images drawn at random: {@code count}, or all that are left; the one that there is, if none is left. The
     * same for the same count.
     */
    public ImageDataset trainSample(int count) {
        Checks.requireWithin("count", count, 1, Integer.MAX_VALUE);
        int start = Math.min(validationSize(), order.length - 1);
        int end = (int) Math.min((long) start + count, order.length);
        return trainSamples.computeIfAbsent(end, key -> data.train().select(Arrays.copyOfRange(order, start, key)));
    }

    /** Test images drawn at random: {@code count}, or all. The same for the same count. */
    public ImageDataset testSample(int count) {
        return testSamples.computeIfAbsent(
                Math.min(count, data.test().size()),
                key -> RandomSubset.of(data.test(), key, data.seed(), "test images"));
    }

    private int validationSize() {
        return Math.max(1, Math.min(VALIDATION, order.length / 10));
    }

    /**
     * What the classifier sees in some images.
     *
     * @throws IllegalStateException if there is no classifier
     */
    public ClassifiedImages classified(ImageDataset images) {
        ImageClassifier classifier = classifier();
        if (classifier == null) {
            throw new IllegalStateException("there is no classifier");
        }
        return classified.get(images, isReal(images), classifier::classify);
    }

    /**
     * The features of some images, one row per image.
     *
     * @throws IllegalStateException if there is no network to compute them
     */
    public float[][] features(ImageDataset images) {
        FeatureExtractor network = extractor;
        if (network == null) {
            throw new IllegalStateException("there is no network to compute features");
        }
        return network instanceof ImageClassifier
                ? classified(images).features()
                : features.get(images, isReal(images), network::features);
    }

    /**
     * The features of some images drawn at random, the same for the same arguments.
     *
     * @param count how many, at most as many as there are; all come in their own order
     */
    float[][] features(ImageDataset images, int count) {
        float[][] all = features(images);
        if (count >= all.length) {
            return all;
        }
        float[][] rows = new float[count][];
        int[] indices = RandomSubset.draw(all.length, count, data.seed(), "compared images");
        for (int i = 0; i < count; i++) {
            rows[i] = all[indices[i]];
        }
        return rows;
    }

    /** A classifier that learnt from some images. The caller closes it. One of real images is kept, if there is a cache. */
    ImageClassifier learnt(ImageDataset images, ClassifierTraining training, MetricProgress heard) throws IOException {
        return cache != null && isReal(images) ? cache.get(images, training, heard) : training.train(images, heard);
    }

    private boolean isReal(ImageDataset images) {
        return images == data.test() || trainSamples.containsValue(images) || testSamples.containsValue(images);
    }

    /** What was computed of real images, and of the last others. */
    private static final class Memory<T> {

        private final Map<ImageDataset, T> real = new IdentityHashMap<>();
        private @Nullable ImageDataset lastImages;
        private @Nullable T last;

        T get(ImageDataset images, boolean isReal, Function<ImageDataset, T> compute) {
            if (isReal) {
                return real.computeIfAbsent(images, compute);
            }
            T known = last;
            if (known == null || lastImages != images) {
                known = compute.apply(images);
                last = known;
                lastImages = images;
            }
            return known;
        }
    }
}
