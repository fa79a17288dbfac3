package io.gen4j;

import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws latents. */
public final class Latents {

    private Latents() {}

    /**
     * Draws from the standard normal distribution.
     *
     * @return float, {@code [count, size]}; the first rows are the same whatever the count
     */
    public static INDArray normal(int count, int size, long seed) {
        INDArray latents = NativeArrays.uninitialized(count, size);
        fillNormal(latents, new RandomStreams(seed).stream("latents", 0));
        return latents;
    }

    /** Overwrites {@code latents}, row by row, with draws from the standard normal distribution. */
    public static void fillNormal(INDArray latents, RandomGenerator random) {
        float[] values = new float[(int) latents.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        HostMemory.write(values, latents, 0, values.length);
    }
}
