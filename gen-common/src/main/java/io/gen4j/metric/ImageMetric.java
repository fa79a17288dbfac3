package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A measurement of images, wherever they come from. */
public interface ImageMetric {

    /** Its name, lower-case words joined by underscores. */
    String name();

    /** Whether it makes sense for such images: a measurement of labels needs images with labels. */
    default boolean appliesTo(ImageDataset images) {
        Objects.requireNonNull(images, "images");
        return true;
    }

    /**
     * Whether it needs the features of the images. If no metric does, no network has to be trained.
     *
     * @param real images that others are judged by
     */
    default boolean usesFeatures(ImageDataset real) {
        Objects.requireNonNull(real, "real");
        return false;
    }

    /** Why it cannot be measured with these real images, in one line; empty if it can. */
    default Optional<String> obstacle(ImageReference reference) {
        Objects.requireNonNull(reference, "reference");
        return Optional.empty();
    }

    /**
     * Measures.
     *
     * @param images to judge, at least 2, of the shape and labels of the real ones, or without labels
     * @param reference for which there is no {@link #obstacle}
     * @return the figures, at least one, without floors
     * @throws IOException if data cannot be read
     */
    List<MetricResult> measure(ImageDataset images, ImageReference reference) throws IOException;

    /**
     * Real images whose figures are the floor.
     *
     * @param count how many, at most
     */
    default ImageDataset floorImages(ImageReference reference, int count) {
        return reference.trainSample(count);
    }
}
