package io.gen4j.nn.internal;

import java.util.random.RandomGenerator;

/**
 * Inverted dropout (Srivastava et al. 2014). Sets values to 0 with probability p and divides the others by 1 - p, so the mean
 * does not change.
 */
public final class Dropout {

    private static final int BITS = 16;

    /** The number of values that one random number serves. */
    private static final int LANES = Long.SIZE / BITS;

    /** Below this probability, sixteen bits are off by more than 0.2 percent. */
    private static final double FINE = 1.0 / 256;

    private final double probability;
    private final int threshold;
    private final float scale;
    private final int scaleBits;
    private float[] mask = new float[0];

    /** @param probability to drop, in [0, 1) */
    public Dropout(double probability) {
        this.probability = probability;
        threshold = (int) Math.round(probability * (1 << BITS));
        scale = (float) (1 / (1 - probability));
        scaleBits = Float.floatToRawIntBits(scale);
    }

    /**
     * Draws which of {@code total} values are dropped, row by row of {@code width}.
     *
     * @return the factors, not copied: 0, or 1 / (1 - p)
     */
    public float[] draw(int total, int width, RandomGenerator random) {
        if (mask.length != total) {
            mask = new float[total];
        }
        if (probability < FINE) {
            for (int i = 0; i < total; i++) {
                mask[i] = random.nextDouble() < probability ? 0f : scale;
            }
            return mask;
        }
        for (int row = 0; row < total; row += width) {
            int whole = row + width / LANES * LANES;
            for (int i = row; i < whole; i += LANES) {
                // Sixteen bits per value are enough, at a quarter of the cost.
                long bits = random.nextLong();
                mask[i] = factor((int) bits);
                mask[i + 1] = factor((int) (bits >>> BITS));
                mask[i + 2] = factor((int) (bits >>> 2 * BITS));
                mask[i + 3] = factor((int) (bits >>> 3 * BITS));
            }
            if (whole < row + width) {
                long bits = random.nextLong();
                for (int i = whole; i < row + width; i++) {
                    mask[i] = factor((int) bits);
                    bits >>>= BITS;
                }
            }
        }
        return mask;
    }

    /** The factor for the lower sixteen bits. It has no branch, because a processor cannot foresee a random one. */
    private float factor(int bits) {
        int dropped = (bits & 0xffff) - threshold >> 31;
        return Float.intBitsToFloat(scaleBits & ~dropped);
    }

    /** Applies the draws to the values from {@code offset} on. */
    public void apply(float[] values, int offset, int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= mask[offset + i];
        }
    }

    /** Multiplies a gradient by the factors of {@link #apply}. */
    public void multiplyByDerivative(float[] gradient, int offset, int length) {
        for (int i = 0; i < length; i++) {
            gradient[i] *= mask[offset + i];
        }
    }
}
