package io.gen4j.latent;

import io.gen4j.Checks;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.InputRows;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Methods of interpolation between two latents. Use {@link #SPHERICAL} for latents from a normal distribution. */
public enum LatentInterpolation {

    /** Along the straight line: (1 - t) a + t b. */
    LINEAR {
        @Override
        double[] weights(double cosine, double t) {
            return new double[] {1 - t, t};
        }
    },

    /**
     * Along the great circle (Shoemake 1985): sin((1 - t) w) / sin(w) a + sin(t w) / sin(w) b. Here w is the angle between
     * a and b. Latents on the circle are about as long as the two ends. So are draws from a normal distribution of many
     * dimensions. Latents on a straight line are shorter (White 2016, arXiv:1609.04468). For parallel, opposite or zero
     * latents, it is the straight line.
     */
    SPHERICAL {
        @Override
        double[] weights(double cosine, double t) {
            double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
            double sine = Math.sin(angle);
            return sine < LEAST_SINE || Double.isNaN(sine)
                    ? LINEAR.weights(cosine, t)
                    : new double[] {Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine};
        }
    };

    private static final double LEAST_SINE = 1e-6;
    private static final int MAX_STEPS = 100_000;

    /**
     * The weights of the two ends.
     *
     * @param cosine of the angle between them; NaN if one is zero
     */
    abstract double[] weights(double cosine, double t);

    /**
     * Interpolates at equal steps of t from 0 to 1.
     *
     * @param from float, one latent, {@code [1, size]}
     * @param to as {@code from}
     * @param steps number of latents, both ends included, 2 to 100,000
     * @return float, {@code [steps, size]}
     * @throws IllegalArgumentException if {@code steps} lies outside its range, an array is not one finite latent, or the
     *     latents have different sizes
     */
    public INDArray between(INDArray from, INDArray to, int steps) {
        Checks.requireWithin("steps", steps, 2, MAX_STEPS);
        float[] start = numbers("from", from);
        float[] end = numbers("to", to);
        if (start.length != end.length) {
            throw new IllegalArgumentException(
                    "to has " + end.length + " numbers: must have " + start.length + ", as many as the other latent");
        }
        double cosine = cosine(start, end);
        INDArray way = NativeArrays.uninitialized(steps, start.length);
        for (int i = 0; i < steps; i++) {
            float[] latent = mix(start, end, weights(cosine, i / (steps - 1.0)));
            HostMemory.write(latent, way, (long) i * latent.length, latent.length);
        }
        return way;
    }

    private static float[] numbers(String name, INDArray latent) {
        int size = InputRows.requireMatrix(name, latent);
        if (latent.size(0) != 1) {
            throw new IllegalArgumentException(
                    name + " has the shape " + Arrays.toString(latent.shape()) + ": must be [1, size], one latent");
        }
        float[] numbers = new float[size];
        try (InputRows row = InputRows.finite(name, latent, size)) {
            HostMemory.read(row.array(), 0, numbers, size);
        }
        return numbers;
    }

    private static double cosine(float[] a, float[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static float[] mix(float[] a, float[] b, double[] weights) {
        float[] mixed = new float[a.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) (weights[0] * a[i] + weights[1] * b[i]);
        }
        return mixed;
    }
}
