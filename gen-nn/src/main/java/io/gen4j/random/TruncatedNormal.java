package io.gen4j.random;

import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Random numbers whose normally distributed ones stay within a threshold: {@link #nextGaussian()} draws again until one
 * does (Brock, Donahue and Simonyan 2019, arXiv:1809.11096, section 3.1). Latents drawn with it give a GAN's more typical
 * images, at the price of variety. Other numbers are those of the source.
 */
public final class TruncatedNormal implements RandomGenerator {

    /** A threshold below this one would take too many draws: here, one in 1,253 counts. */
    private static final double LEAST = 1e-3;

    private final RandomGenerator source;
    private final double threshold;

    /**
     * Creates a generator.
     *
     * @param source of the numbers
     * @param truncation the greatest distance from 0, at least 0.001; 2 is a mild one, 0.5 a strong one
     * @throws IllegalArgumentException if the truncation is smaller or not a number
     */
    public TruncatedNormal(RandomGenerator source, double truncation) {
        if (!(truncation >= LEAST)) {
            throw new IllegalArgumentException("truncation is " + truncation + ": must be at least " + LEAST);
        }
        this.source = Objects.requireNonNull(source, "source");
        threshold = truncation;
    }

    @Override
    public long nextLong() {
        return source.nextLong();
    }

    @Override
    public double nextGaussian() {
        double drawn = source.nextGaussian();
        while (Math.abs(drawn) > threshold) {
            drawn = source.nextGaussian();
        }
        return drawn;
    }
}
