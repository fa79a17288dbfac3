package io.gen4j.metric;

import io.gen4j.EvaluationData;
import io.gen4j.GenerativeModel;
import io.gen4j.MetricResult;
import io.gen4j.ModelMetric;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.feature.ClassifierTraining;
import io.gen4j.metric.feature.FeatureExtractor;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Applies metrics to images, or to a model.
 *
 * <pre>{@code
 * try (FeatureExtractor network = ClassifierTraining.DEFAULT.train(data.train(), MetricProgress.NONE)) {
 *     ImageReference reference = new ImageReference(data, network);
 *     ImageDataset images = GeneratedImages.draw(model, 10_000, 1);
 *     Evaluation evaluation = new Evaluator(Evaluator.IMAGE_METRICS).judge(images, reference);
 * }
 * }</pre>
 */
public final class Evaluator {

    /** All measurements of images. */
    public static final List<ImageMetric> IMAGE_METRICS = List.of(
            new FrechetDistance(),
            new ClassifierScore(),
            new ClassBalance(),
            new KernelDistance(),
            new PrecisionAndRecall(),
            new DensityAndCoverage(),
            new LabelAccuracy(),
            new NearestNeighborError(),
            new NearestTrainingImage(),
            new ParzenWindow(),
            new GanTrain(ClassifierTraining.DEFAULT));

    /** The measurements that take seconds, to be made while a model is trained. */
    public static final List<ImageMetric> QUICK_METRICS =
            List.of(new FrechetDistance(), new ClassifierScore(), new ClassBalance(), new LabelAccuracy());

    private final List<ImageMetric> metrics;

    /** @param metrics what to measure, in this order */
    public Evaluator(List<ImageMetric> metrics) {
        this.metrics = Arguments.copyOf("metrics", metrics);
    }

    /** Measures images, without floors. */
    public Evaluation judge(ImageDataset images, ImageReference reference) throws IOException {
        return judge(images, reference, false);
    }

    /** As {@link #judge}, with the figures of as many real images as floors, which takes as long again. */
    public Evaluation judgeWithFloors(ImageDataset images, ImageReference reference) throws IOException {
        return judge(images, reference, true);
    }

    private Evaluation judge(ImageDataset images, ImageReference reference, boolean floors) throws IOException {
        Objects.requireNonNull(images, "images");
        Objects.requireNonNull(reference, "reference");
        List<MetricResult> results = new ArrayList<>();
        List<Evaluation.Skipped> skipped = new ArrayList<>();
        for (ImageMetric metric : metrics) {
            if (!metric.appliesTo(images)) {
                continue;
            }
            Optional<String> obstacle = obstacle(metric, images, reference);
            if (obstacle.isPresent()) {
                skipped.add(new Evaluation.Skipped(metric.name(), obstacle.get()));
                continue;
            }
            List<MetricResult> measured = metric.measure(images, reference);
            measured = floors ? withFloors(measured, metric, images.size(), reference) : measured;
            results.addAll(metric.usesFeatures(reference.train()) ? withFeatures(measured, reference) : measured);
        }
        return new Evaluation(results, skipped);
    }

    private static Optional<String> obstacle(ImageMetric metric, ImageDataset images, ImageReference reference) {
        return metric.usesFeatures(reference.train()) && images.size() < 2
                ? Optional.of("it needs at least 2 images, and there is 1")
                : metric.obstacle(reference);
    }

    /** Names the features where they are not those of a classifier. */
    private static List<MetricResult> withFeatures(List<MetricResult> measured, ImageReference reference) {
        FeatureExtractor extractor = reference.extractor();
        return extractor == null || reference.classifier() != null
                ? measured
                : measured.stream()
                        .map(result -> result.withNote("by features of an " + extractor.description()))
                        .toList();
    }

    private static List<MetricResult> withFloors(
            List<MetricResult> measured, ImageMetric metric, int count, ImageReference reference) throws IOException {
        ImageDataset real = metric.floorImages(reference, count);
        if (obstacle(metric, real, reference).isPresent()) {
            return measured;
        }
        List<MetricResult> floors = metric.measure(real, reference);
        List<MetricResult> both = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            both.add(measured.get(i).withFloor(floors.get(i).value()));
        }
        return both;
    }

    /**
     * Applies a model's own metrics.
     *
     * @param metrics some of {@link GenerativeModel#metrics()}
     */
    public static Evaluation judge(List<ModelMetric> metrics, EvaluationData data) throws IOException {
        Objects.requireNonNull(data, "data");
        List<MetricResult> results = new ArrayList<>();
        List<Evaluation.Skipped> skipped = new ArrayList<>();
        for (ModelMetric metric : Arguments.copyOf("metrics", metrics)) {
            Optional<String> obstacle = metric.obstacle(data);
            if (obstacle.isPresent()) {
                skipped.add(new Evaluation.Skipped(metric.name(), obstacle.get()));
            } else {
                results.addAll(metric.measure(data));
            }
        }
        return new Evaluation(results, skipped);
    }
}
