package io.gen4j.runtime.internal;

/**
 * Tanh and sigmoid as quotients of polynomials. The error is at most 1e-6, and there is no branch and no call, so the
 * JVM vectorises them.
 */
public final class TanhApproximation {

    /** The largest |x|: beyond it, tanh is 1 in single precision. */
    public static final float TANH_LIMIT = 7.9053111f;

    /** The coefficient of x^13 in tanh's numerator; the others likewise. */
    public static final float P13 = -2.76076847742355e-16f;

    public static final float P11 = 2.00018790482477e-13f;
    public static final float P9 = -8.60467152213735e-11f;
    public static final float P7 = 5.12229709037114e-08f;
    public static final float P5 = 1.48572235717979e-05f;
    public static final float P3 = 6.37261928875436e-04f;
    public static final float P1 = 4.89352455891786e-03f;

    /** The coefficient of x^6 in tanh's denominator; the others likewise. */
    public static final float Q6 = 1.19825839466702e-06f;

    public static final float Q4 = 1.18534705686654e-04f;
    public static final float Q2 = 2.26843463243900e-03f;
    public static final float Q0 = 4.89352518554385e-03f;

    private TanhApproximation() {}

    /** Computes tanh as its odd minimax quotient of degrees 13 and 6. The result never exceeds 1 within the limit. */
    public static float tanh(float value) {
        float x = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, value));
        float x2 = x * x;
        float p = P13;
        p = p * x2 + P11;
        p = p * x2 + P9;
        p = p * x2 + P7;
        p = p * x2 + P5;
        p = p * x2 + P3;
        p = p * x2 + P1;
        float q = Q6;
        q = q * x2 + Q4;
        q = q * x2 + Q2;
        q = q * x2 + Q0;
        return x * p / q;
    }

    public static float sigmoid(float x) {
        return 0.5f + 0.5f * tanh(0.5f * x);
    }
}
