package io.gen4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One kind of model, as the app finds it through {@link java.util.ServiceLoader}: a module that registers an
 * implementation under this interface's name appears in every verb.
 *
 * @param <C> the record that holds the family's settings
 */
public interface ModelFamily<C extends ModelConfig> {

    /** Its name on the command line and in files: lower-case letters and digits. */
    String name();

    /** One line for the help text. */
    String description();

    /** The settings that are used where the user says nothing. */
    C defaults();

    /** Settings to choose from by name, the one that is used where the user says nothing first; may be none. */
    default List<Preset<C>> presets() {
        return List.of();
    }

    /** A new model with initial weights, ready to be trained. */
    GenerativeModel create(C config, ImageSpec spec);

    /**
     * Reads a saved model of this family.
     *
     * @param file where it lies
     * @param config its settings, already read from the file
     * @param spec of its images, already read from the file
     */
    GenerativeModel load(Path file, C config, ImageSpec spec) throws IOException;
}
