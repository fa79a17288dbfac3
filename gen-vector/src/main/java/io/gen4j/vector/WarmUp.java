package io.gen4j.vector;

import io.gen4j.nn.graph.Activation;

/**
 * Has the JVM compile what works on vectors. Until it has, each vector is an object, and a sample takes half a second in place
 * of a thousandth; in a loop that does nothing else, that is over after a second.
 */
final class WarmUp {

    private static final int DEPTH = 256;

    /** Several times what the compiled code takes for a tile, and a hundredth of what the interpreter takes. */
    private static final long FAST_NANOS = 10_000;

    /** For machines on which nothing is fast. */
    private static final long LIMIT_NANOS = 5_000_000_000L;

    private static final int TILES = 100;

    private final float[][] x = new float[Tile.ROWS][DEPTH];
    private final float[][] y = new float[Tile.ROWS][Tile.COLUMNS];
    private final float[] weights = new float[DEPTH * Tile.COLUMNS];
    private final float[] bias = new float[Tile.COLUMNS];

    /** Returns when tiles are fast, or do not become it. */
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
