package io.gen4j.prior;

import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A distribution p(z) of latents, from which a model generates images. Use it to draw latents, or to score them.
 * Immutable and thread-safe.
 */
public interface LatentPrior {

    /** The numbers of one latent. */
    int size();

    /**
     * Fills an array with latents, row by row.
     *
     * @param latents float, {@code [n, size]}, 'c' order without gaps
     * @throws IllegalArgumentException if the array has another shape, type or order
     */
    void fill(INDArray latents, RandomGenerator random);

    /**
     * Computes log p(z) in nats.
     *
     * @param latents float, {@code [n, size]}
     * @return one number per latent
     * @throws IllegalArgumentException if the latents have another shape or type, or contain an infinite number or NaN
     */
    double[] logDensities(INDArray latents);

    /** Whether it is the standard normal distribution. */
    default boolean isStandardNormal() {
        return false;
    }

    /**
     * Draws latents from a seed.
     *
     * @param count at least 1
     * @param seed the same seed gives the same latents
     * @return float, {@code [count, size]}; close it after use. The first rows do not depend on {@code count}
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    default INDArray sample(int count, long seed) {
        Arguments.requireWithin("count", count, 1, Integer.MAX_VALUE);
        INDArray latents = NativeArrays.uninitialized(count, size());
        fill(latents, stream(seed));
        return latents;
    }

    /** The random numbers that {@link #sample} passes to {@link #fill}. */
    static RandomGenerator stream(long seed) {
        return new RandomStreams(seed).stream("latents", 0);
    }

    /** The standard normal distribution of latents of so many numbers. */
    static LatentPrior standardNormal(int size) {
        return new StandardNormal(size);
    }
}
