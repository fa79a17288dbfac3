package io.gen4j;

import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.InputRows;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws latents from the standard normal distribution. Use it with {@link GenerativeModel#generate}. */
public final class Latents {

    private static final int BLOCK = 1 << 16;

    private Latents() {}

    /**
     * Draws latents from a seed.
     *
     * @param count at least 1
     * @param size numbers per latent, at least 1
     * @param seed the same seed gives the same latents
     * @return float, {@code [count, size]}; the first rows do not depend on {@code count}
     * @throws IllegalArgumentException if {@code count} or {@code size} is less than 1
     */
    public static INDArray normal(int count, int size, long seed) {
        Checks.requireWithin("count", count, 1, Integer.MAX_VALUE);
        Checks.requireWithin("size", size, 1, Integer.MAX_VALUE);
        INDArray latents = NativeArrays.uninitialized(count, size);
        fillNormal(latents, new RandomStreams(seed).stream("latents", 0));
        return latents;
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
        float[] values = new float[(int) Math.min(BLOCK, latents.length())];
        for (long start = 0; start < latents.length(); start += values.length) {
            int length = (int) Math.min(values.length, latents.length() - start);
            for (int i = 0; i < length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            HostMemory.write(values, latents, start, length);
        }
    }
}
