package io.gen4j;

import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import java.util.List;
import java.util.Objects;

/** Checks data before a model learns from it. Every training passes here: {@code fit}, {@code steps}, loops and runs. */
final class TrainingData {

    private static final int NAMES_SHOWN = 12;

    private TrainingData() {}

    /** @throws IllegalArgumentException if the images have another shape or other labels than the model expects */
    static void requireFits(ImageDataset images, GenerativeModel model) {
        Objects.requireNonNull(images, "images");
        model.spec().requireShape(images);
        if (model instanceof ConditionalModel) {
            requireLabels(images, model.spec().labelNames());
        }
    }

    /** @throws IllegalArgumentException as for the images, or if the pixels have another range */
    static void requireFits(Batches batches, GenerativeModel model) {
        Objects.requireNonNull(batches, "batches");
        requireFits(batches.data(), model);
        if (batches.range() != model.pixelRange()) {
            throw new IllegalArgumentException("the batches have the pixel range " + batches.range() + ": must be "
                    + model.pixelRange() + ", as model.batches(images) makes them");
        }
    }

    private static void requireLabels(ImageDataset images, List<String> expected) {
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
