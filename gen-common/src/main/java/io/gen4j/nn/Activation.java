package io.gen4j.nn;

/** An elementwise function and its derivative, each in a form that the JVM turns into vector instructions. */
public enum Activation {
    /** x. */
    IDENTITY {
        @Override
        void apply(float[] x, int length) {}

        @Override
        void multiplyByDerivative(float[] gradient, float[] y, int length) {}
    },
    /** max(x, 0). */
    RELU {
        @Override
        void apply(float[] x, int length) {
            for (int i = 0; i < length; i++) {
                x[i] = Math.max(x[i], 0f);
            }
        }

        @Override
        void multiplyByDerivative(float[] gradient, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                gradient[i] = y[i] > 0f ? gradient[i] : 0f;
            }
        }
    },
    /** x if x is positive, else 0.2 x (Maas, Hannun and Ng 2013; the slope is that of Radford et al. 2016). */
    LEAKY_RELU {
        @Override
        void apply(float[] x, int length) {
            for (int i = 0; i < length; i++) {
                x[i] = Math.max(x[i], LEAK * x[i]);
            }
        }

        @Override
        void multiplyByDerivative(float[] gradient, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                gradient[i] = y[i] > 0f ? gradient[i] : LEAK * gradient[i];
            }
        }
    },
    /** The hyperbolic tangent. */
    TANH {
        @Override
        void apply(float[] x, int length) {
            for (int i = 0; i < length; i++) {
                x[i] = Rational.tanh(x[i]);
            }
        }

        @Override
        void multiplyByDerivative(float[] gradient, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                gradient[i] *= 1f - y[i] * y[i];
            }
        }
    },
    /** 1 / (1 + exp(-x)). */
    SIGMOID {
        @Override
        void apply(float[] x, int length) {
            for (int i = 0; i < length; i++) {
                x[i] = Rational.sigmoid(x[i]);
            }
        }

        @Override
        void multiplyByDerivative(float[] gradient, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                gradient[i] *= y[i] * (1f - y[i]);
            }
        }
    };

    /** The slope of {@link #LEAKY_RELU} below 0. */
    public static final float LEAK = 0.2f;

    /** Whether its second derivative is 0, but for kinks. */
    boolean isPiecewiseLinear() {
        return this != TANH && this != SIGMOID;
    }

    /** Replaces x by f(x). */
    abstract void apply(float[] x, int length);

    /** Multiplies {@code gradient} by f'(x), told {@code y = f(x)}. */
    abstract void multiplyByDerivative(float[] gradient, float[] y, int length);
}
