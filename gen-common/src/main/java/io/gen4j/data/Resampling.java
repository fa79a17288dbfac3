package io.gen4j.data;

import io.gen4j.runtime.internal.Arguments;
import java.util.Objects;

/**
 * Resamples a line of pixels to another length by cubic convolution (Keys 1981, a = -1/2). To shrink, it stretches the
 * kernel until every pixel counts, which prevents aliasing. Readers of pictures use it.
 */
public final class Resampling {

    private static final double SUPPORT = 2;

    private final int[] starts;
    private final float[][] weights;

    /**
     * @param sourceLength pixels in the source line, at least 1
     * @param start where in it the target begins
     * @param scale source pixels in a target pixel, above 0
     * @param length pixels in the target line, at least 1
     * @throws IllegalArgumentException if a number lies outside its range, or the target outside the source
     */
    public Resampling(int sourceLength, double start, double scale, int length) {
        Arguments.requireAtLeast("source length", sourceLength, 1);
        Arguments.requireAtLeast("length", length, 1);
        Arguments.requirePositive("scale", scale);
        Arguments.requireWithin("start", start, -1.0 * sourceLength, sourceLength);
        Arguments.requireWithin("start + scale * length", start + scale * length, start, 2.0 * sourceLength);
        starts = new int[length];
        weights = new float[length][];
        double stretch = Math.max(1, scale);
        for (int i = 0; i < length; i++) {
            double centre = start + (i + 0.5) * scale;
            starts[i] = Math.max(0, (int) Math.floor(centre - SUPPORT * stretch));
            int end = Math.min(sourceLength, (int) Math.ceil(centre + SUPPORT * stretch));
            weights[i] = weights(starts[i], end, centre, stretch);
        }
    }

    /** The first source pixel that counts. */
    public int first() {
        return starts[0];
    }

    /** One more than the last source pixel that counts. */
    public int end() {
        int last = starts.length - 1;
        return starts[last] + weights[last].length;
    }

    /**
     * How much a source pixel counts in a target pixel; 1 in all, and 0 for a source pixel that does not exist.
     *
     * @throws IndexOutOfBoundsException if there is no such target pixel
     */
    public float weight(int target, int source) {
        Objects.checkIndex(target, starts.length);
        int index = source - starts[target];
        return index >= 0 && index < weights[target].length ? weights[target][index] : 0f;
    }

    /**
     * Resamples a line of pixels of several values each.
     *
     * @throws IllegalArgumentException if a line has too few values
     */
    public void apply(float[] source, int channels, float[] target) {
        Arguments.requireAtLeast("channels", channels, 1);
        Arguments.requireAtLeast("source length", source.length, (long) end() * channels);
        Arguments.requireAtLeast("target length", target.length, (long) starts.length * channels);
        for (int i = 0; i < weights.length; i++) {
            for (int channel = 0; channel < channels; channel++) {
                float sum = 0f;
                int from = starts[i] * channels + channel;
                for (float weight : weights[i]) {
                    sum += weight * source[from];
                    from += channels;
                }
                target[i * channels + channel] = sum;
            }
        }
    }

    private static float[] weights(int start, int end, double centre, double stretch) {
        float[] weights = new float[end - start];
        float sum = 0f;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) kernel((start + i + 0.5 - centre) / stretch);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static double kernel(double x) {
        double t = Math.abs(x);
        if (t < 1) {
            return (1.5 * t - 2.5) * t * t + 1;
        }
        return t < SUPPORT ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
    }
}
