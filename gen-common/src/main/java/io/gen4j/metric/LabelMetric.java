package io.gen4j.metric;

import io.gen4j.data.ImageDataset;

/** A measurement of how well images are what their labels say. */
interface LabelMetric extends ImageMetric {

    @Override
    default boolean appliesTo(ImageDataset images) {
        return !images.labelNames().isEmpty();
    }
}
