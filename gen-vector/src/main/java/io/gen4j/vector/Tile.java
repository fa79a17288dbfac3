package io.gen4j.vector;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The part of a matrix product that fits into the processor's registers: six rows and two vectors of columns. Twelve
 * sums are enough for multiplications to follow each other without a wait. With two vectors of weights and one of
 * inputs, they fit into the sixteen registers of AVX2.
 *
 * <p>The code is unrolled by hand. Vectors in an array would lie in memory. In so much code the JVM no longer inlines
 * methods, so vectors passed to a method would become objects.
 *
 * <p>With two hardware threads on a core, each gets three instructions per cycle instead of six. All other instructions
 * then cost as much as the multiplications. Hence each step reads four columns of x, with indices that the JVM checks
 * before the loop. Fences cost nothing, and keep the JVM from loads so early that sums would leave their registers.
 */
final class Tile {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** The number of rows of x and y. */
    static final int ROWS = 6;

    private static final int LANES = SPECIES.length();

    /** The number of columns of y. */
    static final int COLUMNS = 2 * LANES;

    /** The number of columns of x in one step. */
    static final int STEP = 4;

    private Tile() {}

    /**
     * Computes y = x W + b for six rows and the columns of one tile.
     *
     * @param depth the number of columns of x, a multiple of {@link #STEP}
     * @param x the rows of x
     * @param weights the weights of these columns of y, grouped by the columns of x
     * @param bias the biases of all columns of y
     * @param y the rows of y, with the indices of x's rows; written from {@code column} on
     * @param row the first of the six rows
     */
    static void multiply(int depth, float[][] x, float[] weights, float[] bias, float[][] y, int row, int column) {
        float[] x0 = x[row];
        float[] x1 = x[row + 1];
        float[] x2 = x[row + 2];
        float[] x3 = x[row + 3];
        float[] x4 = x[row + 4];
        float[] x5 = x[row + 5];
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
        for (int k = 0; k < depth; k += STEP) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS + LANES);
            FloatVector v = FloatVector.broadcast(SPECIES, x0[k]);
            y00 = v.fma(w0, y00);
            y01 = v.fma(w1, y01);
            v = FloatVector.broadcast(SPECIES, x1[k]);
            y10 = v.fma(w0, y10);
            y11 = v.fma(w1, y11);
            v = FloatVector.broadcast(SPECIES, x2[k]);
            y20 = v.fma(w0, y20);
            y21 = v.fma(w1, y21);
            VarHandle.loadLoadFence();
            v = FloatVector.broadcast(SPECIES, x3[k]);
            y30 = v.fma(w0, y30);
            y31 = v.fma(w1, y31);
            v = FloatVector.broadcast(SPECIES, x4[k]);
            y40 = v.fma(w0, y40);
            y41 = v.fma(w1, y41);
            v = FloatVector.broadcast(SPECIES, x5[k]);
            y50 = v.fma(w0, y50);
            y51 = v.fma(w1, y51);
            VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS + 2 * LANES);
            w1 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS + 3 * LANES);
            v = FloatVector.broadcast(SPECIES, x0[k + 1]);
            y00 = v.fma(w0, y00);
            y01 = v.fma(w1, y01);
            v = FloatVector.broadcast(SPECIES, x1[k + 1]);
            y10 = v.fma(w0, y10);
            y11 = v.fma(w1, y11);
            v = FloatVector.broadcast(SPECIES, x2[k + 1]);
            y20 = v.fma(w0, y20);
            y21 = v.fma(w1, y21);
            VarHandle.loadLoadFence();
            v = FloatVector.broadcast(SPECIES, x3[k + 1]);
            y30 = v.fma(w0, y30);
            y31 = v.fma(w1, y31);
            v = FloatVector.broadcast(SPECIES, x4[k + 1]);
            y40 = v.fma(w0, y40);
            y41 = v.fma(w1, y41);
            v = FloatVector.broadcast(SPECIES, x5[k + 1]);
            y50 = v.fma(w0, y50);
            y51 = v.fma(w1, y51);
            VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS + 4 * LANES);
            w1 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS + 5 * LANES);
            v = FloatVector.broadcast(SPECIES, x0[k + 2]);
            y00 = v.fma(w0, y00);
            y01 = v.fma(w1, y01);
            v = FloatVector.broadcast(SPECIES, x1[k + 2]);
            y10 = v.fma(w0, y10);
            y11 = v.fma(w1, y11);
            v = FloatVector.broadcast(SPECIES, x2[k + 2]);
            y20 = v.fma(w0, y20);
            y21 = v.fma(w1, y21);
            VarHandle.loadLoadFence();
            v = FloatVector.broadcast(SPECIES, x3[k + 2]);
            y30 = v.fma(w0, y30);
            y31 = v.fma(w1, y31);
            v = FloatVector.broadcast(SPECIES, x4[k + 2]);
            y40 = v.fma(w0, y40);
            y41 = v.fma(w1, y41);
            v = FloatVector.broadcast(SPECIES, x5[k + 2]);
            y50 = v.fma(w0, y50);
            y51 = v.fma(w1, y51);
            VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS + 6 * LANES);
            w1 = FloatVector.fromArray(SPECIES, weights, k * COLUMNS + 7 * LANES);
            v = FloatVector.broadcast(SPECIES, x0[k + 3]);
            y00 = v.fma(w0, y00);
            y01 = v.fma(w1, y01);
            v = FloatVector.broadcast(SPECIES, x1[k + 3]);
            y10 = v.fma(w0, y10);
            y11 = v.fma(w1, y11);
            v = FloatVector.broadcast(SPECIES, x2[k + 3]);
            y20 = v.fma(w0, y20);
            y21 = v.fma(w1, y21);
            VarHandle.loadLoadFence();
            v = FloatVector.broadcast(SPECIES, x3[k + 3]);
            y30 = v.fma(w0, y30);
            y31 = v.fma(w1, y31);
            v = FloatVector.broadcast(SPECIES, x4[k + 3]);
            y40 = v.fma(w0, y40);
            y41 = v.fma(w1, y41);
            v = FloatVector.broadcast(SPECIES, x5[k + 3]);
            y50 = v.fma(w0, y50);
            y51 = v.fma(w1, y51);
            VarHandle.loadLoadFence();
        }
        y00.intoArray(y[row], column);
        y01.intoArray(y[row], column + LANES);
        y10.intoArray(y[row + 1], column);
        y11.intoArray(y[row + 1], column + LANES);
        y20.intoArray(y[row + 2], column);
        y21.intoArray(y[row + 2], column + LANES);
        y30.intoArray(y[row + 3], column);
        y31.intoArray(y[row + 3], column + LANES);
        y40.intoArray(y[row + 4], column);
        y41.intoArray(y[row + 4], column + LANES);
        y50.intoArray(y[row + 5], column);
        y51.intoArray(y[row + 5], column + LANES);
    }
}
