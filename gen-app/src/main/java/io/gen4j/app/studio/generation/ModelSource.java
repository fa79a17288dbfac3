package io.gen4j.app.studio.generation;

import io.gen4j.GenerativeModel;
import java.nio.file.Path;

/**
 * A model's file, and the way to read it.
 *
 * @param file identifies the model
 * @param loader reads it
 */
public record ModelSource(Path file, Loader loader) {

    /** Reads a model. */
    @FunctionalInterface
    public interface Loader {
        /**
         * Reads the model, which the caller owns.
         *
         * @throws io.gen4j.app.studio.http.ConflictException if the file is damaged or missing
         */
        GenerativeModel load();
    }
}
