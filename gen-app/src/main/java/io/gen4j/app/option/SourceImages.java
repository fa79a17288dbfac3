package io.gen4j.app.option;

import io.gen4j.data.ImageDataset;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Images for a command, with their origin.
 *
 * @param train to learn from
 * @param test to measure with, if the source has them
 * @param source where they came from
 * @param notice a deviation from the user's expectation, in one line
 */
public record SourceImages(
        ImageDataset train,
        @Nullable ImageDataset test,
        DataSource source,
        @Nullable String notice) {

    SourceImages resized(int side) {
        return new SourceImages(train.resized(side), test == null ? null : test.resized(side), source, notice);
    }

    SourceImages limited(int count) {
        return new SourceImages(train.limit(count), test, source, notice);
    }

    SourceImages spread(int count, long seed) {
        return new SourceImages(train.spread(count, seed), test, source, notice);
    }

    /** Prints the notice, if there is one. */
    public void tellNotice(PrintWriter messages) {
        if (notice != null) {
            messages.println("gen: " + notice);
        }
    }

    /** Names, number and shape of the images, for messages. */
    public String description() {
        String images = train.name() + ", " + train.size() + " images of " + train.shape();
        return test == null ? images : images + "; " + test.size() + " test images";
    }

    /** The same, with a notice. */
    SourceImages noticed(String line) {
        return new SourceImages(train, test, source, line);
    }
}
