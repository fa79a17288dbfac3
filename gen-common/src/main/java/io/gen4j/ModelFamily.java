package io.gen4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One kind of model. A module registers an implementation under this interface's name for {@link
 * java.util.ServiceLoader}; then {@link ModelFamilies} finds it, model files of the family load, and every command of the
 * app offers it.
 *
 * <p>{@link ModelFamilies} checks what the methods return, and leaves out a family that breaks its contract.
 *
 * @param <C> the record that holds the family's settings
 */
public interface ModelFamily<C extends ModelConfig> {

    /** The name on the command line and in files: lower-case letters and digits, a letter first, at most 64. */
    String name();

    /** One line for the help text. */
    String description();

    /** The settings that hold where the user gives none. */
    C defaults();

    /** Named settings to choose from, the default one first; empty if there are none. */
    default List<Preset<C>> presets() {
        return List.of();
    }

    /**
     * A new model with initial weights, ready to be trained.
     *
     * @throws IllegalArgumentException if the model cannot have these settings for these images
     */
    GenerativeModel create(C config, ImageSpec spec);

    /**
     * Reads a saved model of this family.
     *
     * @param file the model file
     * @param config its settings, already read from the file
     * @param spec of its images, already read from the file
     * @throws IOException if the file cannot be read or is damaged
     */
    GenerativeModel load(Path file, C config, ImageSpec spec) throws IOException;
}
