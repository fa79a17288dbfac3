package io.gen4j;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import java.util.List;

/**
 * What a model must know of its data.
 *
 * @param shape of every image
 * @param labelNames the labels' names, by label; empty if there are none
 */
public record ImageSpec(ImageShape shape, List<String> labelNames) {

    /** MNIST's: 28 by 28 grey pixels, the labels 0 to 9. */
    public static final ImageSpec MNIST =
            new ImageSpec(new ImageShape(1, 28, 28), List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));

    /** Keeps its own copy of the names. */
    public ImageSpec {
        labelNames = List.copyOf(labelNames);
    }

    /**
     * Insists on labels.
     *
     * @param who what needs them, for the message
     * @throws IllegalArgumentException if there are none
     */
    public void requireLabels(String who) {
        if (labelNames.isEmpty()) {
            throw new IllegalArgumentException(
                    who + " needs labels, and the data has none: put pictures into sub-folders, one a label");
        }
    }

    /** @throws IllegalArgumentException if the images have another shape */
    public void requireShape(ImageDataset images) {
        if (!images.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    images.name() + " has images of shape " + images.shape() + ": this model was made for " + shape);
        }
    }

    /** The specification of some data. */
    public static ImageSpec of(ImageDataset data) {
        return new ImageSpec(data.shape(), data.labelNames());
    }
}
