package io.gen4j.metric;

import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A measurement that takes nothing of a model but its images, wherever they come from. */
public interface ImageMetric {

    /** What is measured, lower-case words joined by underscores. */
    String name();

    /**
     * Whether it makes sense for such images: one that is about the labels that a model was asked for does not for images
     * without labels.
     */
    default boolean appliesTo(ImageDataset images) {
        return true;
    }

    /** Why it cannot be measured with these real images, in one line; empty if it can. */
    default Optional<String> obstacle(ImageReference reference) {
        return Optional.empty();
    }

    /**
     * Measures.
     *
     * @param images to judge, of the shape and labels of the real ones, or without labels
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
