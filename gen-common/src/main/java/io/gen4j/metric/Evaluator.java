package io.gen4j.metric;

import io.gen4j.EvaluationData;
import io.gen4j.GenerativeModel;
import io.gen4j.MetricResult;
import io.gen4j.ModelMetric;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.classifier.ClassifierTraining;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures all that can be measured of some images, or of a model.
 *
 * <pre>{@code
 * ImageReference reference = new ImageReference(data, classifier);
 * Evaluation evaluation = new Evaluator(Evaluator.IMAGE_METRICS).judge(GeneratedImages.draw(model, 10_000, 1), reference);
 * }</pre>
 */
public final class Evaluator {

    /** All measurements of images, the quick ones first. */
    public static final List<ImageMetric> IMAGE_METRICS = List.of(
            new FrechetDistance(),
            new ClassifierScore(),
            new ClassBalance(),
            new PrecisionAndRecall(),
            new LabelAccuracy(),
            new NearestNeighborError(),
            new NearestTrainingImage(),
            new ParzenWindow(),
            new GanTrain(ClassifierTraining.DEFAULT));

    /** Those that take seconds, to be made while a model is trained. */
    public static final List<ImageMetric> QUICK_METRICS =
            List.of(new FrechetDistance(), new ClassifierScore(), new ClassBalance(), new LabelAccuracy());

    private final List<ImageMetric> metrics;

    /** @param metrics what to measure, in this order */
    public Evaluator(List<ImageMetric> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    /** Measures images, without floors. */
    public Evaluation judge(ImageDataset images, ImageReference reference) throws IOException {
        return judge(images, reference, false);
    }

    /** As {@link #judge}, and each figure for as many real images too, which takes as long again. */
    public Evaluation judgeWithFloors(ImageDataset images, ImageReference reference) throws IOException {
        return judge(images, reference, true);
    }

    private Evaluation judge(ImageDataset images, ImageReference reference, boolean floors) throws IOException {
        List<MetricResult> results = new ArrayList<>();
        List<Evaluation.Skipped> skipped = new ArrayList<>();
        for (ImageMetric metric : metrics) {
            if (!metric.appliesTo(images)) {
                continue;
            }
            Optional<String> obstacle = metric.obstacle(reference);
            if (obstacle.isPresent()) {
                skipped.add(new Evaluation.Skipped(metric.name(), obstacle.get()));
                continue;
            }
            List<MetricResult> measured = metric.measure(images, reference);
            results.addAll(floors ? withFloors(measured, metric, images.size(), reference) : measured);
        }
        return new Evaluation(results, skipped);
    }

    private static List<MetricResult> withFloors(
            List<MetricResult> measured, ImageMetric metric, int count, ImageReference reference) throws IOException {
        List<MetricResult> floors = metric.measure(metric.floorImages(reference, count), reference);
        List<MetricResult> both = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            both.add(measured.get(i).withFloor(floors.get(i).value()));
        }
        return both;
    }

    /**
     * Measures what a model measures of itself.
     *
     * @param metrics some of {@link GenerativeModel#metrics()}
     */
    public static Evaluation judge(List<ModelMetric> metrics, EvaluationData data) throws IOException {
        List<MetricResult> results = new ArrayList<>();
        List<Evaluation.Skipped> skipped = new ArrayList<>();
        for (ModelMetric metric : metrics) {
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
