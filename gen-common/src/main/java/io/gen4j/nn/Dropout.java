package io.gen4j.nn;

import java.util.random.RandomGenerator;

/**
 * Dropout (Srivastava et al. 2014), inverted: sets a value to 0 with some probability and divides the others by the
 * probability to stay, so that the mean does not change.
 */
final class Dropout {

    private static final int BITS = 16;

    private final int threshold;
    private final float scale;
    private float[] mask = new float[0];

    /** @param probability to drop, in [0, 1) */
    Dropout(double probability) {
        threshold = (int) Math.round(probability * (1 << BITS));
        scale = (float) (1 / (1 - probability));
    }

    /** Draws anew what to drop, and drops it. */
    void apply(float[] values, int offset, int length, int total, RandomGenerator random) {
        if (mask.length != total) {
            mask = new float[total];
        }
        long bits = 0;
        for (int i = 0; i < length; i++) {
            // Sixteen bits a value decide finely enough, and cost a quarter.
            bits = i % 4 == 0 ? random.nextLong() : bits >>> BITS;
            float factor = (bits & 0xffff) < threshold ? 0f : scale;
            mask[offset + i] = factor;
            values[i] *= factor;
        }
    }

    /** Multiplies a gradient by what the values of the last {@link #apply} were multiplied by. */
    void multiplyByDerivative(float[] gradient, int offset, int length) {
        for (int i = 0; i < length; i++) {
            gradient[i] *= mask[offset + i];
        }
    }
}
