package io.gen4j.metric;

import io.gen4j.MetricProgress;
import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import io.gen4j.metric.feature.ClassifierTraining;
import io.gen4j.metric.feature.ImageClassifier;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * GAN-train (Shmelkov, Schmid and Alahari 2018, arXiv:1807.09499): the accuracy on real test images of a classifier that learnt
 * from the judged images alone. 0 to 1; more is better. Its floor is the same with as many real images to learn from. It
 * falls if labels are drawn wrongly or with little variety, so it measures both quality and recall.
 */
public final class GanTrain implements LabelMetric {

    private final ClassifierTraining training;

    /** @param training how the classifier learns */
    public GanTrain(ClassifierTraining training) {
        Objects.requireNonNull(training, "training");
        this.training = training;
    }

    @Override
    public String name() {
        return "gan_train";
    }

    @Override
    public Optional<String> obstacle(ImageReference reference) {
        return reference.test().labelNames().size() < 2
                ? Optional.of("it trains a classifier, and the data has no two labels")
                : Optional.empty();
    }

    @Override
    public List<MetricResult> measure(ImageDataset images, ImageReference reference) throws IOException {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(images, "images");
        MetricProgress progress =
                (what, share) -> reference.progress().reached("training a classifier on the images", share);
        try (ImageClassifier classifier = reference.learnt(images, training, progress)) {
            double accuracy = classifier.classify(reference.test()).accuracy();
            return List.of(new MetricResult(
                    name(),
                    accuracy,
                    "share of the test images",
                    images.size(),
                    "classified correctly by a classifier that learnt from the judged images"));
        }
    }
}
