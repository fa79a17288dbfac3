package io.gen4j.nn;

/** Functions as quotients of polynomials: within 1e-6 of the true value, and without a branch or a call. */
final class Rational {

    /** Beyond it, tanh is 1 in single precision. */
    private static final float TANH_LIMIT = 7.9053111f;

    private Rational() {}

    /** tanh by its odd minimax quotient of degrees 13 and 6, which exceeds 1 nowhere within the limit. */
    static float tanh(float value) {
        float x = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, value));
        float x2 = x * x;
        float p = -2.76076847742355e-16f;
        p = p * x2 + 2.00018790482477e-13f;
        p = p * x2 - 8.60467152213735e-11f;
        p = p * x2 + 5.12229709037114e-08f;
        p = p * x2 + 1.48572235717979e-05f;
        p = p * x2 + 6.37261928875436e-04f;
        p = p * x2 + 4.89352455891786e-03f;
        float q = 1.19825839466702e-06f;
        q = q * x2 + 1.18534705686654e-04f;
        q = q * x2 + 2.26843463243900e-03f;
        q = q * x2 + 4.89352518554385e-03f;
        return x * p / q;
    }

    static float sigmoid(float x) {
        return 0.5f + 0.5f * tanh(0.5f * x);
    }
}
