package io.gen4j.metric;

import io.gen4j.data.ImageDataset;

/** A measurement that is about the labels that images were asked to be of. */
interface LabelMetric extends FeatureMetric {

    @Override
    default boolean appliesTo(ImageDataset images) {
        return !images.labelNames().isEmpty();
    }
}
