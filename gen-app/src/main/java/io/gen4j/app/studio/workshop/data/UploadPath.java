package io.gen4j.app.studio.workshop.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A relative path in a request. */
final class UploadPath {

    private static final int MAX_LENGTH = 400;
    private static final int MAX_STEP = 120;

    private UploadPath() {}

    /**
     * The place of a path below a directory.
     *
     * @throws IllegalArgumentException if it is empty, too long, or leads elsewhere
     */
    static Path below(Path directory, @Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("path must have 1 to " + MAX_LENGTH + " characters");
        }
        Path place = directory;
        for (String step : text.split("/", -1)) {
            place = place.resolve(checked(step));
        }
        return place;
    }

    private static Path checked(String step) {
        boolean isBad = step.isBlank()
                || step.equals(".")
                || step.equals("..")
                || step.length() > MAX_STEP
                || step.indexOf('\\') >= 0
                || step.chars().anyMatch(Character::isISOControl);
        if (isBad) {
            throw new IllegalArgumentException("path has the step \""
                    + DatasetStore.shortened(step.replaceAll("\\p{Cntrl}", "?"))
                    + "\": it must be relative, with names of at most " + MAX_STEP + " characters between slashes");
        }
        try {
            return Path.of(step);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "path has a name that the disk of the studio cannot spell: start it with LC_ALL=C.UTF-8", e);
        }
    }
}
