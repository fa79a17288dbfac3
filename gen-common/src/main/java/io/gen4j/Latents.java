package io.gen4j;

import io.gen4j.prior.LatentPrior;
import io.gen4j.runtime.internal.InputRows;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws latents from the standard normal distribution. Use it with {@link GenerativeModel#generate}. */
public final class Latents {

    private Latents() {}

    /**
     * Draws latents from a seed.
     *
     * @param count at least 1
     * @param size numbers per latent, at least 1
     * @param seed the same seed gives the same latents
     * @return float, {@code [count, size]}; the first rows do not depend on {@code count}
     * @throws IllegalArgumentException if {@code count} or {@code size} is less than 1, or there are 2^31 numbers or more
     */
    public static INDArray normal(int count, int size, long seed) {
        Checks.requireWithin("count", count, 1, Integer.MAX_VALUE);
        Checks.requireWithin("size", size, 1, Integer.MAX_VALUE);
        Checks.requireWithin("count", count, 1, Integer.MAX_VALUE / size);
        return LatentPrior.standardNormal(size).sample(count, seed);
    }

    /**
     * Fills an array, row by row, with draws from the standard normal distribution.
     *
     * @param latents float, 'c' order, without gaps
     * @throws IllegalArgumentException if the array has another type or order
     */
    public static void fillNormal(INDArray latents, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        InputRows.requireExact("latents", latents, latents.rank() == 2 ? latents.size(1) : 1);
        LatentPrior.standardNormal((int) latents.size(1)).fill(latents, random);
    }
}
