package io.gen4j.metric;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.InputRows;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How much images differ: the mean, over all pairs, of the distance sqrt(mean over the pixels of (a - b)²), in the pixels'
 * unit. If samples have much less of it than real images, the generator has collapsed.
 */
public final class SampleVariety {

    private SampleVariety() {}

    /**
     * Measures it. The time grows with the square of the number of images: a hundred are enough.
     *
     * @param images float, {@code [n, pixels]}, n at least 2
     * @return 0 for equal images; at most 2 for pixels from -1 to 1
     * @throws IllegalArgumentException if there is no pair
     */
    public static double of(INDArray images) {
        InputRows.requireMatrix("images", images);
        int n = (int) images.size(0);
        if (n < 2) {
            throw new IllegalArgumentException("there are " + n + " images: must be at least 2");
        }
        float[][] rows = rows(images);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                sum += distance(rows[i], rows[j]);
            }
        }
        return sum / (n * (n - 1L) / 2);
    }

    private static float[][] rows(INDArray images) {
        int pixels = (int) images.size(1);
        float[][] rows = new float[(int) images.size(0)][pixels];
        try (INDArray ordered = images.dup('c')) {
            for (int i = 0; i < rows.length; i++) {
                HostMemory.read(ordered, (long) i * pixels, rows[i], pixels);
            }
        }
        return rows;
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = a[i] - b[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares / a.length);
    }
}
