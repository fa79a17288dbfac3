package io.gen4j.vector;

import io.gen4j.nn.Activation;
import io.gen4j.nn.Rational;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Activation}s on vectors. */
final class VectorActivation {

    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final float HALF = 0.5f;

    private VectorActivation() {}

    /** Replaces all of a row, whose length is a multiple of a vector's, by f of it. */
    static void apply(Activation activation, float[] row) {
        switch (activation) {
            case IDENTITY -> {}
            case RELU -> leak(row, 0f);
            case LEAKY_RELU -> leak(row, Activation.LEAK);
            case TANH -> tanh(row);
            case SIGMOID -> sigmoid(row);
        }
    }

    private static void leak(float[] row, float slope) {
        for (int i = 0; i < row.length; i += SPECIES.length()) {
            FloatVector x = FloatVector.fromArray(SPECIES, row, i);
            x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoArray(row, i);
        }
    }

    private static void tanh(float[] row) {
        for (int i = 0; i < row.length; i += SPECIES.length()) {
            tanh(FloatVector.fromArray(SPECIES, row, i)).intoArray(row, i);
        }
    }

    private static void sigmoid(float[] row) {
        FloatVector half = FloatVector.broadcast(SPECIES, HALF);
        for (int i = 0; i < row.length; i += SPECIES.length()) {
            FloatVector x = FloatVector.fromArray(SPECIES, row, i);
            tanh(x.mul(half)).fma(half, half).intoArray(row, i);
        }
    }

    /** The quotient of {@link Rational}. */
    private static FloatVector tanh(FloatVector value) {
        FloatVector x = value.blend(Rational.TANH_LIMIT, value.compare(VectorOperators.GT, Rational.TANH_LIMIT));
        x = x.blend(-Rational.TANH_LIMIT, x.compare(VectorOperators.LT, -Rational.TANH_LIMIT));
        FloatVector x2 = x.mul(x);
        FloatVector p = FloatVector.broadcast(SPECIES, Rational.P13);
        p = p.fma(x2, FloatVector.broadcast(SPECIES, Rational.P11));
        p = p.fma(x2, FloatVector.broadcast(SPECIES, Rational.P9));
        p = p.fma(x2, FloatVector.broadcast(SPECIES, Rational.P7));
        p = p.fma(x2, FloatVector.broadcast(SPECIES, Rational.P5));
        p = p.fma(x2, FloatVector.broadcast(SPECIES, Rational.P3));
        p = p.fma(x2, FloatVector.broadcast(SPECIES, Rational.P1));
        FloatVector q = FloatVector.broadcast(SPECIES, Rational.Q6);
        q = q.fma(x2, FloatVector.broadcast(SPECIES, Rational.Q4));
        q = q.fma(x2, FloatVector.broadcast(SPECIES, Rational.Q2));
        q = q.fma(x2, FloatVector.broadcast(SPECIES, Rational.Q0));
        return x.mul(p).div(q);
    }
}
