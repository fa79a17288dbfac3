package io.gen4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One kind of model, such as {@code vae}. Implement it to add a model of your own.
 *
 * <p>Register the implementation as a {@link java.util.ServiceLoader} service of this type. {@link ModelFamilies} then
 * finds it, its model files load, and every command of the app offers it.
 *
 * <p>{@link ModelFamilies} checks the values that the methods return. It leaves out a family that breaks its contract.
 *
 * @param <C> the record that holds the family's settings
 */
public interface ModelFamily<C extends ModelConfig> {

    /** The name on the command line and in files: 1 to 64 lower-case letters and digits, with a letter first. */
    String name();

    /** The description for the help text, in one line. */
    String description();

    /** The default settings. */
    C defaults();

    /** Named settings to choose from, with the default first; may be empty. */
    default List<Preset<C>> presets() {
        return List.of();
    }

    /**
     * Makes a new model with initial weights, ready for training.
     *
     * @throws IllegalArgumentException if these settings do not suit these images
     */
    GenerativeModel create(C config, ImageSpec spec);

    /**
     * Reads a saved model of this family.
     *
     * @param file the model file
     * @param config the model's settings, already read from the file
     * @param spec the specification of its images, already read from the file
     * @throws IOException if the file cannot be read or is damaged
     */
    GenerativeModel load(Path file, C config, ImageSpec spec) throws IOException;
}
