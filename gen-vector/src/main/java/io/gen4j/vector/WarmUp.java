package io.gen4j.vector;

import io.gen4j.nn.graph.Activation;

/**
 * Makes the JVM compile the vector code. Before that, each vector is an object, and a sample takes half a second
 * instead of a millisecond. In a tight loop, this is over after a second.
 */
final class WarmUp {

    private static final int DEPTH = 256;

    /** The time of a fast tile: several times that of compiled code, and a hundredth of that of the interpreter. */
    private static final long FAST_NANOS = 10_000;

    /** The time limit, for machines on which nothing is fast. */
    private static final long LIMIT_NANOS = 5_000_000_000L;

    private static final int TILES = 100;

    private final float[][] x = new float[Tile.ROWS][DEPTH];
    private final float[][] y = new float[Tile.ROWS][Tile.COLUMNS];
    private final float[] weights = new float[DEPTH * Tile.COLUMNS];
    private final float[] bias = new float[Tile.COLUMNS];

    /** Returns when tiles are fast, or when the time limit is over. */
    void run() {
        long start = System.nanoTime();
        long before = start;
        long taken;
        do {
            for (int i = 0; i < TILES; i++) {
                computeTile();
            }
            long now = System.nanoTime();
            taken = now - before;
            before = now;
        } while (taken > TILES * FAST_NANOS && before - start < LIMIT_NANOS);
    }

    private void computeTile() {
        Tile.multiply(DEPTH, x, weights, bias, y, 0, 0);
        VectorActivation.apply(Activation.RELU, y, Tile.ROWS, 0);
        VectorActivation.apply(Activation.TANH, y, Tile.ROWS, 0);
    }
}
