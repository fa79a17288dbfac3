package io.gen4j.metric;

import io.gen4j.data.ImageDataset;
import java.util.Objects;
import java.util.Optional;

/** A measurement that compares features of images. */
interface FeatureMetric extends ImageMetric {

    @Override
    default boolean usesFeatures(ImageDataset real) {
        Objects.requireNonNull(real, "real");
        return true;
    }

    @Override
    default Optional<String> obstacle(ImageReference reference) {
        if (reference.extractor() == null) {
            return Optional.of("it compares features, and there is no network to compute them");
        }
        return reference.test().size() < 2
                ? Optional.of("it needs at least 2 test images, and there is 1")
                : Optional.empty();
    }
}
