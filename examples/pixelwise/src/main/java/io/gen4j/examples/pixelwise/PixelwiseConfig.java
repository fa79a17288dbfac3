package io.gen4j.examples.pixelwise;

import io.gen4j.Checks;
import io.gen4j.ModelConfig;
import io.gen4j.Setting;

/**
 * The settings of a {@link Pixelwise} model; each becomes an option of {@code gen train pixelwise}.
 *
 * @param deviation that no pixel falls below, above 0 and at most 1
 * @param batchSize images in one update, at least 1
 * @param epochs times through the data, at least 1
 * @param seed from which every random number follows
 */
public record PixelwiseConfig(
        @Setting("deviation that no pixel falls below") double deviation,
        @Setting("images in one update") int batchSize,
        @Setting("times through the data") int epochs,
        @Setting("from which every random number follows") long seed)
        implements ModelConfig {

    /** One pass is enough: the second would find the same means. */
    public static final PixelwiseConfig DEFAULTS = new PixelwiseConfig(0.01, 100, 1, 42);

    /** @throws IllegalArgumentException if a value lies outside its range */
    public PixelwiseConfig {
        Checks.requirePositive("deviation", deviation, 1);
        Checks.requireWithin("batch size", batchSize, 1, 65536);
        Checks.requireWithin("epochs", epochs, 1, 1_000_000);
    }
}
