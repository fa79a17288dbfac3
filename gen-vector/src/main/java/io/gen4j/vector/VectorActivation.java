package io.gen4j.vector;

import io.gen4j.nn.graph.Activation;
import io.gen4j.runtime.internal.TanhApproximation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Computes {@link Activation}s with vector instructions. */
final class VectorActivation {

    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final float HALF = 0.5f;

    private VectorActivation() {}

    /**
     * Replaces the columns of one tile, from {@code column} on, by their activation in the first {@code count} rows.
     */
    static void apply(Activation activation, float[][] rows, int count, int column) {
        switch (activation) {
            case IDENTITY -> {}
            case RELU -> leak(rows, count, column, 0f);
            case LEAKY_RELU -> leak(rows, count, column, Activation.LEAK);
            case TANH -> tanh(rows, count, column, 1f, 0f);
            case SIGMOID -> tanh(rows, count, column, HALF, HALF);
        }
    }

    private static void leak(float[][] rows, int count, int column, float slope) {
        for (int row = 0; row < count; row++) {
            for (int i = column; i < column + Tile.COLUMNS; i += SPECIES.length()) {
                FloatVector x = FloatVector.fromArray(SPECIES, rows[row], i);
                x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoArray(rows[row], i);
            }
        }
    }

    /**
     * Computes {@code scale * tanh(scale * x) + shift} with the quotient of {@link TanhApproximation}. It is one
     * method, because vectors passed between methods can become heap objects, which takes four times as long.
     */
    private static void tanh(float[][] rows, int count, int column, float scale, float shift) {
        for (int row = 0; row < count; row++) {
            for (int i = column; i < column + Tile.COLUMNS; i += SPECIES.length()) {
                FloatVector x = FloatVector.fromArray(SPECIES, rows[row], i).mul(scale);
                x = x.blend(TanhApproximation.TANH_LIMIT, x.compare(VectorOperators.GT, TanhApproximation.TANH_LIMIT));
                x = x.blend(
                        -TanhApproximation.TANH_LIMIT, x.compare(VectorOperators.LT, -TanhApproximation.TANH_LIMIT));
                FloatVector x2 = x.mul(x);
                FloatVector p = FloatVector.broadcast(SPECIES, TanhApproximation.P13);
                p = p.fma(x2, FloatVector.broadcast(SPECIES, TanhApproximation.P11));
                p = p.fma(x2, FloatVector.broadcast(SPECIES, TanhApproximation.P9));
                p = p.fma(x2, FloatVector.broadcast(SPECIES, TanhApproximation.P7));
                p = p.fma(x2, FloatVector.broadcast(SPECIES, TanhApproximation.P5));
                p = p.fma(x2, FloatVector.broadcast(SPECIES, TanhApproximation.P3));
                p = p.fma(x2, FloatVector.broadcast(SPECIES, TanhApproximation.P1));
                FloatVector q = FloatVector.broadcast(SPECIES, TanhApproximation.Q6);
                q = q.fma(x2, FloatVector.broadcast(SPECIES, TanhApproximation.Q4));
                q = q.fma(x2, FloatVector.broadcast(SPECIES, TanhApproximation.Q2));
                q = q.fma(x2, FloatVector.broadcast(SPECIES, TanhApproximation.Q0));
                x.mul(p).div(q).mul(scale).add(shift).intoArray(rows[row], i);
            }
        }
    }
}
