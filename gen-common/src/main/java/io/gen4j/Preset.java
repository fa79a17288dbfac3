package io.gen4j;

import org.jspecify.annotations.Nullable;

/**
 * Settings that belong together, under a name.
 *
 * @param name lower-case letters and digits
 * @param description a few words for the help text
 * @param config the settings
 * @param imageSize the side in pixels that images are resized to unless the user says otherwise; null for their own
 * @param <C> the record that holds the family's settings
 */
public record Preset<C extends ModelConfig>(
        String name, String description, C config, @Nullable Integer imageSize) {}
