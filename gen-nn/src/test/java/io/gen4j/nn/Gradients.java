package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

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

    /**
     * Asserts that {@code gradient} is that of the function by {@code varied}, by differences in steps of 1e-5.
     *
     * @param varied what the function reads, in double precision; as it was when this returns
     */
    public static void assertDifferences(
            INDArray varied, DoubleSupplier function, INDArray gradient, double tolerance) {
        INDArray values = varied.reshape(varied.length());
        INDArray actual = gradient.dup().reshape(gradient.length());
        for (long i = 0; i < values.length(); i++) {
            double kept = values.getDouble(i);
            double step = 1e-5;
            values.putScalar(i, kept + step);
            double above = function.getAsDouble();
            values.putScalar(i, kept - step);
            double below = function.getAsDouble();
            values.putScalar(i, kept);
            assertEquals((above - below) / (2 * step), actual.getDouble(i), tolerance, "number " + i);
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
