package io.gen4j.metric.classifier;

import io.gen4j.data.ImageDataset;

/**
 * Images, and what a classifier sees in them.
 *
 * @param images the images
 * @param features a row an image, what the classifier's last but one layer says, 0 or more each
 * @param probabilities a row an image, one for each label
 */
public record ClassifiedImages(ImageDataset images, float[][] features, float[][] probabilities) {

    /** How many images there are. */
    public int size() {
        return features.length;
    }

    /** The most probable label of one image. */
    public int label(int index) {
        float[] row = probabilities[index];
        int best = 0;
        for (int k = 1; k < row.length; k++) {
            best = row[k] > row[best] ? k : best;
        }
        return best;
    }

    /** The share of the images whose most probable label is the one that they have. */
    public double accuracy() {
        int right = 0;
        for (int i = 0; i < size(); i++) {
            right += label(i) == images.label(i) ? 1 : 0;
        }
        return (double) right / size();
    }

    /** The features of some of the images, spread evenly over all of them. */
    public float[][] spread(int count) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = features[(int) ((long) i * size() / count)];
        }
        return rows;
    }
}
