package io.gen4j.metric;

import java.util.Objects;

/** Checks features that enter from outside. */
final class FeatureRows {

    private FeatureRows() {}

    /**
     * Refuses sets of points that cannot be compared.
     *
     * @return numbers in a row
     * @throws IllegalArgumentException if a set has fewer than 2 rows, rows differ in length, or a number is not finite
     */
    static int requireComparable(float[][] a, float[][] b) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        int dimension = a.length == 0 || a[0] == null ? 0 : a[0].length;
        require("a", a, dimension);
        require("b", b, dimension);
        return dimension;
    }

    private static void require(String name, float[][] rows, int dimension) {
        if (rows.length < 2) {
            throw new IllegalArgumentException(name + " has " + rows.length + " rows: must be at least 2");
        }
        for (float[] row : rows) {
            Objects.requireNonNull(row, name + " holds a row that is null");
            if (row.length == 0 || row.length != dimension) {
                throw new IllegalArgumentException(name + " has a row of " + row.length + " numbers: all rows of both "
                        + "sets must have as many, at least 1");
            }
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(name + " holds " + value + ": must be finite");
                }
            }
        }
    }
}
