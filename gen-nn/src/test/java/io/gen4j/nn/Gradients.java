package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.ToDoubleFunction;

/** Holds gradients against central differences in double precision. */
public final class Gradients {

    private static final double STEP = 1e-6;

    private Gradients() {}

    /** Asserts that {@code gradient} is that of {@code f} at {@code x}, which is as it was when this returns. */
    public static void assertGradient(ToDoubleFunction<double[]> f, double[] x, double[] gradient, double tolerance) {
        assertEquals(x.length, gradient.length);
        for (int i = 0; i < x.length; i++) {
            assertEquals(difference(f, x, i), gradient[i], tolerance, "number " + i);
        }
    }

    private static double difference(ToDoubleFunction<double[]> f, double[] x, int index) {
        double kept = x[index];
        x[index] = kept + STEP;
        double above = f.applyAsDouble(x);
        x[index] = kept - STEP;
        double below = f.applyAsDouble(x);
        x[index] = kept;
        return (above - below) / (2 * STEP);
    }
}
