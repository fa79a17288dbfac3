package io.gen4j;

import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.runtime.internal.Arguments;
import java.util.List;
import java.util.Objects;

/**
 * The shape and the labels of a model's images. A model needs it before it sees any data.
 *
 * @param shape of every image
 * @param labelNames the name of each label, in label order; empty if there are no labels
 */
public record ImageSpec(ImageShape shape, List<String> labelNames) {

    private static final int NAMES_SHOWN = 12;

    /** The specification of MNIST: 28 by 28 grey pixels and the labels 0 to 9. */
    public static final ImageSpec MNIST =
            new ImageSpec(new ImageShape(1, 28, 28), List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));

    /**
     * Keeps its own copy of the names.
     *
     * @throws IllegalArgumentException if two labels have one name
     */
    public ImageSpec {
        Objects.requireNonNull(shape, "shape");
        labelNames = Arguments.copyOf("labelNames", labelNames);
        Arguments.firstTwice(labelNames).ifPresent(twice -> {
            throw new IllegalArgumentException("labelNames holds " + twice + " twice: must hold different names");
        });
    }

    /**
     * Checks that there are labels.
     *
     * @param who the name of the model that needs them, for the message
     * @throws IllegalArgumentException if there are no labels
     */
    public void requireLabels(String who) {
        Objects.requireNonNull(who, "who");
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

    /** The specification of a dataset. */
    public static ImageSpec of(ImageDataset data) {
        return new ImageSpec(data.shape(), data.labelNames());
    }

    /** @throws IllegalArgumentException if the images have another shape or other labels than the model expects */
    static void requireFits(ImageDataset images, GenerativeModel model) {
        Objects.requireNonNull(images, "images");
        model.guard().requireOpen();
        model.spec().requireShape(images);
        if (model instanceof ConditionalModel) {
            requireSameLabels(images, model.spec().labelNames());
        }
    }

    /** @throws IllegalArgumentException if the shape, the labels or the pixel range differ from the model's */
    static void requireFits(Batches batches, GenerativeModel model) {
        Objects.requireNonNull(batches, "batches");
        requireFits(batches.data(), model);
        if (batches.range() != model.pixelRange()) {
            throw new IllegalArgumentException("the batches have the pixel range " + batches.range() + ": must be "
                    + model.pixelRange() + ", as model.batches(images) makes them");
        }
    }

    private static void requireSameLabels(ImageDataset images, List<String> expected) {
        List<String> names = images.labelNames();
        if (!expected.equals(names)) {
            throw new IllegalArgumentException(images.name() + " has " + text(names) + ": must have " + text(expected)
                    + ", in this order, for which this model was made");
        }
    }

    private static String text(List<String> names) {
        if (names.isEmpty()) {
            return "no labels";
        }
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
        return "the " + names.size() + " labels " + shown + (names.size() > NAMES_SHOWN ? " …" : "");
    }
}
