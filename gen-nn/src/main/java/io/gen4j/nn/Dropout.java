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

    /** Draws anew what to drop of {@code total} values in rows of {@code width}. */
    void draw(int total, int width, RandomGenerator random) {
        if (mask.length != total) {
            mask = new float[total];
        }
        for (int row = 0; row < total; row += width) {
            long bits = 0;
            for (int i = 0; i < width; i++) {
                // Sixteen bits a value decide finely enough, and cost a quarter.
                bits = i % 4 == 0 ? random.nextLong() : bits >>> BITS;
                mask[row + i] = (bits & 0xffff) < threshold ? 0f : scale;
            }
        }
    }

    /** Drops what was drawn to be, of values that begin at {@code offset}. */
    void apply(float[] values, int offset, int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= mask[offset + i];
        }
    }

    /** Multiplies a gradient by what {@link #apply} multiplied the values by. */
    void multiplyByDerivative(float[] gradient, int offset, int length) {
        for (int i = 0; i < length; i++) {
            gradient[i] *= mask[offset + i];
        }
    }
}
