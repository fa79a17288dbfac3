package io.gen4j.nn.internal;

/** Loops over parts of arrays that the JVM compiles to vector instructions. Long ones gain most. */
final class VectorLoops {

    private VectorLoops() {}

    /** Computes {@code target = a + b}. */
    static void sum(float[] a, int fromA, float[] b, int fromB, float[] target, int to, int length) {
        for (int i = 0; i < length; i++) {
            target[to + i] = a[fromA + i] + b[fromB + i];
        }
    }

    /** Computes {@code target = a - b}. */
    static void difference(float[] a, int fromA, float[] b, int fromB, float[] target, int to, int length) {
        for (int i = 0; i < length; i++) {
            target[to + i] = a[fromA + i] - b[fromB + i];
        }
    }

    /** Computes {@code target = -a}. */
    static void negative(float[] a, int from, float[] target, int length) {
        for (int i = 0; i < length; i++) {
            target[i] = -a[from + i];
        }
    }

    /** Computes {@code target += a} for the elements {@code from} to {@code to - 1}. */
    static void add(float[] a, float[] target, int from, int to) {
        for (int i = from; i < to; i++) {
            target[i] += a[i];
        }
    }

    /** Computes {@code target -= a}. */
    static void subtract(float[] a, float[] target, int to, int length) {
        for (int i = 0; i < length; i++) {
            target[to + i] -= a[i];
        }
    }

    /** Computes {@code target = b + c - a}. */
    static void middle(float[] a, float[] b, float[] c, float[] target, int to, int length) {
        for (int i = 0; i < length; i++) {
            target[to + i] = b[i] + c[i] - a[i];
        }
    }

    /** Computes {@code target += b + c - a}. */
    static void addMiddle(float[] a, float[] b, float[] c, float[] target, int length) {
        for (int i = 0; i < length; i++) {
            target[i] += b[i] + c[i] - a[i];
        }
    }
}
