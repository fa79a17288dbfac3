package io.gen4j.metric;

import io.gen4j.data.ImageDataset;
import java.util.Optional;

/** A measurement that rests on the labels that a classifier sees in images. */
interface ClassifierMetric extends ImageMetric {

    @Override
    default boolean usesFeatures(ImageDataset real) {
        return real.labelNames().size() >= 2;
    }

    @Override
    default Optional<String> obstacle(ImageReference reference) {
        return reference.classifier() == null
                ? Optional.of("it needs a classifier, and the data has no labels to train one by")
                : Optional.empty();
    }
}
