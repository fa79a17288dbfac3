package io.gen4j.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The part of a matrix product that fits into the processor's registers: six rows of so many columns as two vectors have.
 * Twelve sums are enough for multiplications to follow each other without waiting for results, and with two vectors of
 * weights and one of inputs still fit into the sixteen registers of AVX2. Written out, since vectors in an array would lie in
 * memory.
 */
final class Tile {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Rows of x and y. */
    static final int ROWS = 6;

    private static final int LANES = SPECIES.length();

    /** Columns of y. */
    static final int COLUMNS = 2 * LANES;

    private Tile() {}

    /**
     * y = x W + b.
     *
     * @param inputs columns of x
     * @param x its numbers by columns, six of one after the other
     * @param weights of these columns of y: so many of one input after the other
     * @param bias of all columns of y
     * @param y rows, of which six from {@code row} on are written, from {@code column} on
     */
    static void multiply(int inputs, float[] x, float[] weights, float[] bias, float[][] y, int row, int column) {
        FloatVector b0 = FloatVector.fromArray(SPECIES, bias, column);
        FloatVector b1 = FloatVector.fromArray(SPECIES, bias, column + LANES);
        FloatVector y00 = b0;
        FloatVector y01 = b1;
        FloatVector y10 = b0;
        FloatVector y11 = b1;
        FloatVector y20 = b0;
        FloatVector y21 = b1;
        FloatVector y30 = b0;
        FloatVector y31 = b1;
        FloatVector y40 = b0;
        FloatVector y41 = b1;
        FloatVector y50 = b0;
        FloatVector y51 = b1;
        for (int k = 0; k < inputs; k++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[k * ROWS]);
            y00 = x0.fma(w0, y00);
            y01 = x0.fma(w1, y01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[k * ROWS + 1]);
            y10 = x1.fma(w0, y10);
            y11 = x1.fma(w1, y11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, x[k * ROWS + 2]);
            y20 = x2.fma(w0, y20);
            y21 = x2.fma(w1, y21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, x[k * ROWS + 3]);
            y30 = x3.fma(w0, y30);
            y31 = x3.fma(w1, y31);
            FloatVector x4 = FloatVector.broadcast(SPECIES, x[k * ROWS + 4]);
            y40 = x4.fma(w0, y40);
            y41 = x4.fma(w1, y41);
            FloatVector x5 = FloatVector.broadcast(SPECIES, x[k * ROWS + 5]);
            y50 = x5.fma(w0, y50);
            y51 = x5.fma(w1, y51);
        }
        store(y00, y01, y[row], column);
        store(y10, y11, y[row + 1], column);
        store(y20, y21, y[row + 2], column);
        store(y30, y31, y[row + 3], column);
        store(y40, y41, y[row + 4], column);
        store(y50, y51, y[row + 5], column);
    }

    private static void store(FloatVector left, FloatVector right, float[] row, int column) {
        left.intoArray(row, column);
        right.intoArray(row, column + LANES);
    }

    /** Arranges six rows from {@code row} on as {@link #multiply} takes them. */
    static void interleave(float[][] rows, int row, int columns, float[] x) {
        for (int r = 0; r < ROWS; r++) {
            float[] from = rows[row + r];
            for (int k = 0; k < columns; k++) {
                x[k * ROWS + r] = from[k];
            }
        }
    }
}
