package io.gen4j.data;

import io.gen4j.file.Printable;

/** What a dataset's {@code toString()} says: name, number and shape of the images, number of labels. */
final class DatasetSummary {

    private DatasetSummary() {}

    /** Such as {@code mnist: 60000 images of 1x28x28, 10 labels}. */
    static String of(ImageDataset images) {
        int labels = images.labelNames().size();
        return Printable.of(images.name()) + ": " + counted(images.size(), "image") + " of " + images.shape() + ", "
                + (labels == 0 ? "no labels" : counted(labels, "label"));
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
