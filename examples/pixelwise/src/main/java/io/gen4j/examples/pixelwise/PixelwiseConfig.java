package io.gen4j.examples.pixelwise;

import io.gen4j.Checks;
import io.gen4j.ModelConfig;
import io.gen4j.Setting;

/**
 * The settings of a {@link Pixelwise} model. Each becomes an option of {@code gen train pixelwise}.
 *
 * @param deviation the least standard deviation of a pixel, above 0 and at most 1
 * @param batchSize images in one update, at least 1
 * @param epochs passes through the data, at least 1
 * @param seed the seed of every random number
 */
public record PixelwiseConfig(
        @Setting("least standard deviation of a pixel") double deviation,
        @Setting("images in one update") int batchSize,
        @Setting("passes through the data") int epochs,
        @Setting("seed of every random number") long seed)
        implements ModelConfig {

    /** One pass is enough: a second one would give the same means. */
    public static final PixelwiseConfig DEFAULTS = new PixelwiseConfig(0.01, 100, 1, 42);

    /** @throws IllegalArgumentException if a value lies outside its range */
    public PixelwiseConfig {
        Checks.requirePositive("deviation", deviation, 1);
        Checks.requireWithin("batch size", batchSize, 1, 65536);
        Checks.requireWithin("epochs", epochs, 1, 1_000_000);
    }
}
