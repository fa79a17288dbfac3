package io.gen4j.app.studio.workshop.data;

import org.jspecify.annotations.Nullable;

/**
 * A picture of a data set.
 *
 * @param file its name in the data set's directory
 * @param label null if it has none
 * @param test whether it belongs to the part to measure with
 * @param width in pixels
 * @param height in pixels
 * @param colour whether it has any colour
 */
record StoredPicture(String file, @Nullable String label, boolean test, int width, int height, boolean colour) {

    StoredPicture labelled(@Nullable String newLabel) {
        return new StoredPicture(file, newLabel, test, width, height, colour);
    }

    StoredPicture inTest(boolean isTest) {
        return new StoredPicture(file, label, isTest, width, height, colour);
    }

    /** The part's name in the API and in the table. */
    String part() {
        return test ? "test" : "train";
    }
}
