package io.gen4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named set of settings, such as those of a paper. A {@link ModelFamily} offers presets, and a user chooses one.
 *
 * @param name lower-case letters and digits
 * @param description a few words for the help text
 * @param config the settings
 * @param imageSize the default side in pixels to which images are resized; null keeps their size
 * @param <C> the record that holds the family's settings
 */
public record Preset<C extends ModelConfig>(
        String name, String description, C config, @Nullable Integer imageSize) {
    /** Refuses null. */
    public Preset {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(config, "config");
    }
}
