package io.gen4j.metric;

import java.util.Optional;

/** A measurement that rests on what the classifier sees. */
interface FeatureMetric extends ImageMetric {

    @Override
    default Optional<String> obstacle(ImageReference reference) {
        return reference.classifier() == null
                ? Optional.of("it needs a classifier, and the data has no labels to train one by")
                : Optional.empty();
    }
}
