package io.gen4j.app.studio.workshop.data;

import io.gen4j.app.option.DataSource;
import io.gen4j.data.source.Mnist;
import java.util.List;

/** The data sets that need no upload. */
public final class BuiltinDatasets {

    private static final int TRAIN = 60_000;
    private static final int TEST = 10_000;
    private static final int SIDE = 28;

    private BuiltinDatasets() {}

    /**
     * A data set that needs no upload.
     *
     * @param id as {@code gen train --data} takes it
     * @param name for people
     * @param pictures to learn from
     * @param test to measure with
     * @param width in pixels
     * @param height in pixels
     * @param labels their names
     * @param description in a few words
     */
    public record Builtin(
            String id,
            String name,
            int pictures,
            int test,
            int width,
            int height,
            List<String> labels,
            String description) {}

    /** All of them. */
    public static List<Builtin> all() {
        return List.of(
                of(Mnist.MNIST.id(), "MNIST", Mnist.MNIST.labelNames(), "Handwritten digits, downloaded once (11 MB)."),
                of(
                        Mnist.FASHION_MNIST.id(),
                        "Fashion-MNIST",
                        Mnist.FASHION_MNIST.labelNames(),
                        "Articles of clothing, downloaded once (30 MB)."),
                of(
                        DataSource.SYNTHETIC,
                        "Synthetic digits",
                        Mnist.MNIST.labelNames(),
                        "Digits that this program draws; no download."));
    }

    private static Builtin of(String id, String name, List<String> labels, String description) {
        return new Builtin(id, name, TRAIN, TEST, SIDE, SIDE, labels, description);
    }

    /** Whether one of them has this id. */
    public static boolean isNamed(String id) {
        return all().stream().anyMatch(each -> each.id().equals(id));
    }
}
