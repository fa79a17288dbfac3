package io.gen4j.metric.feature;

import io.gen4j.data.ImageDataset;

/**
 * Turns images into features, in whose space metrics compare them. {@link ImageClassifier} is the choice for data with labels,
 * {@link ImageEncoder} for data without. Figures compare only where the {@link #checksum()} is the same. For one thread.
 */
public interface FeatureExtractor extends AutoCloseable {

    /** What it is, in a few words: {@code "classifier"} or {@code "encoder trained without labels"}. */
    String description();

    /** SHA-256 over the weights, in lower-case hexadecimal. */
    String checksum();

    /**
     * Computes features.
     *
     * @param images of the shape that it was trained on
     * @return one row per image, 0 or more each
     * @throws IllegalArgumentException if the images have another shape
     */
    float[][] features(ImageDataset images);

    /** Releases its memory. */
    @Override
    void close();
}
