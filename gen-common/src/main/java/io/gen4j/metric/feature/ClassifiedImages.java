package io.gen4j.metric.feature;

import io.gen4j.data.ImageDataset;
import io.gen4j.runtime.internal.Arguments;
import java.util.Objects;

/**
 * A classifier's view of some images.
 *
 * @param images the images
 * @param features one row per image: the outputs of the classifier's last but one layer, 0 or more each
 * @param probabilities one row per image, one column per label, adding up to 1
 */
public record ClassifiedImages(ImageDataset images, float[][] features, float[][] probabilities) {

    /** @throws IllegalArgumentException if there is not one row of each for each image, or rows differ in length */
    public ClassifiedImages {
        Objects.requireNonNull(images, "images");
        Arguments.requireRows("features", features);
        Arguments.requireRows("probabilities", probabilities);
        if (features.length != images.size() || probabilities.length != images.size()) {
            throw new IllegalArgumentException("there are " + features.length + " rows of features and "
                    + probabilities.length + " of probabilities: must be " + images.size() + ", one per image");
        }
    }

    /** How many images there are. */
    public int size() {
        return features.length;
    }

    /** The most probable label of one image. */
    public int label(int index) {
        Objects.checkIndex(index, probabilities.length);
        float[] row = probabilities[index];
        int best = 0;
        for (int k = 1; k < row.length; k++) {
            best = row[k] > row[best] ? k : best;
        }
        return best;
    }

    /** The share of the images whose most probable label is their own, 0 to 1. */
    public double accuracy() {
        int right = 0;
        for (int i = 0; i < size(); i++) {
            right += label(i) == images.label(i) ? 1 : 0;
        }
        return (double) right / size();
    }
}
