package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.TanhApproximation;

/**
 * The activation functions of fast networks. Use {@link DenseGraph#function} for the DL4J equivalent. The JVM can
 * vectorise the loops.
 */
public enum Activation {
    /** x. */
    IDENTITY {
        @Override
        public void apply(float[] x, int length) {}

        @Override
        public void multiplyByDerivative(float[] gradient, float[] y, int length) {}
    },
    /** max(x, 0). */
    RELU {
        @Override
        public void apply(float[] x, int length) {
            for (int i = 0; i < length; i++) {
                x[i] = Math.max(x[i], 0f);
            }
        }

        @Override
        public void multiplyByDerivative(float[] gradient, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                gradient[i] *= slope(y[i], 0f);
            }
        }
    },
    /** x for positive x, otherwise 0.2 x (Maas, Hannun and Ng 2013; the slope is that of Radford et al. 2016). */
    LEAKY_RELU {
        @Override
        public void apply(float[] x, int length) {
            for (int i = 0; i < length; i++) {
                x[i] = Math.max(x[i], LEAK * x[i]);
            }
        }

        @Override
        public void multiplyByDerivative(float[] gradient, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                gradient[i] *= slope(y[i], LEAK);
            }
        }
    },
    /** The hyperbolic tangent. */
    TANH {
        @Override
        public void apply(float[] x, int length) {
            for (int i = 0; i < length; i++) {
                x[i] = TanhApproximation.tanh(x[i]);
            }
        }

        @Override
        public void multiplyByDerivative(float[] gradient, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                gradient[i] *= 1f - y[i] * y[i];
            }
        }
    },
    /** 1 / (1 + exp(-x)). */
    SIGMOID {
        @Override
        public void apply(float[] x, int length) {
            for (int i = 0; i < length; i++) {
                x[i] = TanhApproximation.sigmoid(x[i]);
            }
        }

        @Override
        public void multiplyByDerivative(float[] gradient, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                gradient[i] *= y[i] * (1f - y[i]);
            }
        }
    };

    /** The slope of {@link #LEAKY_RELU} below 0. */
    public static final float LEAK = 0.2f;

    /** Whether the function is piecewise linear: its second derivative is 0 except at kinks. */
    public boolean isPiecewiseLinear() {
        return this != TANH && this != SIGMOID;
    }

    /**
     * Returns 1 if y is positive, otherwise {@code below}. The JVM vectorises minima and maxima, but no branches.
     * Subnormal numbers give values in between.
     */
    private static float slope(float y, float below) {
        return Math.min(1f, Math.max(below, y * Float.MAX_VALUE));
    }

    /**
     * Replaces x by f(x).
     *
     * @param length how many numbers, from the first on; none if it is 0 or negative
     *
     * @throws IndexOutOfBoundsException if {@code x} is shorter than {@code length}
     */
    public abstract void apply(float[] x, int length);

    /**
     * Multiplies {@code gradient} by f'(x), where {@code y = f(x)}.
     *
     * @param length how many numbers, from the first on; none if it is 0 or negative
     *
     * @throws IndexOutOfBoundsException if an array is shorter than {@code length}
     */
    public abstract void multiplyByDerivative(float[] gradient, float[] y, int length);
}
