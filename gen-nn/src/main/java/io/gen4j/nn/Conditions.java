package io.gen4j.nn;

import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.HostFloats;
import io.gen4j.runtime.internal.InputRows;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts one-hot labels beside features, which is the input of a {@link LabelledNetwork}. */
public final class Conditions {

    private Conditions() {}

    /**
     * Writes features and labels side by side.
     *
     * @param features {@code [n, features]}, 'c' order
     * @param labels one per row; ignored if {@code labelCount} is 0
     * @param labelCount number of labels to choose from; 0 copies only the features
     * @param target {@code [at least firstRow + n, features + labelCount]}, 'c' order
     * @param firstRow first row of {@code target} that is written
     * @throws IllegalArgumentException if an array has another shape, type or order, or a label does not exist
     */
    public static void join(INDArray features, int[] labels, int labelCount, INDArray target, int firstRow) {
        Objects.requireNonNull(target, "target");
        int width = InputRows.requireExactMatrix("features", features);
        Arguments.requireAtLeast("label count", labelCount, 0);
        if (labelCount > 0) {
            requireLabels(features.size(0), labels, labelCount);
        } else {
            Objects.requireNonNull(labels, "labels");
        }
        InputRows.requireTarget(target, firstRow, features.size(0), width + (long) labelCount);
        float[] row = new float[width + labelCount];
        HostFloats from = HostFloats.of(features);
        HostFloats to = HostFloats.of(target);
        for (int i = 0; i < features.size(0); i++) {
            from.read((long) i * width, row, width);
            if (labelCount > 0) {
                row[width + labels[i]] = 1;
            }
            to.write(row, (long) (firstRow + i) * row.length, row.length);
            if (labelCount > 0) {
                row[width + labels[i]] = 0;
            }
        }
    }

    /**
     * Returns a new array with features and labels side by side.
     *
     * @param features {@code [n, features]}
     * @param labels one per row
     * @param labelCount number of labels to choose from, at least 1
     * @return {@code [n, features + labelCount]}, 'c' order
     * @throws IllegalArgumentException if the features are no rows of numbers, a label does not exist, or the number of
     *     labels is not that of the rows
     */
    public static INDArray join(INDArray features, int[] labels, int labelCount) {
        Objects.requireNonNull(labels, "labels");
        Arguments.requireAtLeast("label count", labelCount, 1);
        int width = InputRows.requireMatrix("features", features);
        requireLabels(features.size(0), labels, labelCount);
        INDArray joined = NativeArrays.zeros(labels.length, width + (long) labelCount);
        try (InputRows rows = InputRows.of("features", features, width)) {
            join(rows.array(), labels, labelCount, joined, 0);
        }
        return joined;
    }

    /**
     * Checks that there is one label for each row.
     *
     * @throws IllegalArgumentException if a label does not exist, or the number of labels is not that of the rows
     */
    public static void requireLabels(long rows, int[] labels, int labelCount) {
        Objects.requireNonNull(labels, "labels");
        for (int label : labels) {
            if (label < 0 || label >= labelCount) {
                throw new IllegalArgumentException("label is " + label + ": must be 0 to " + (labelCount - 1));
            }
        }
        if (labels.length != rows) {
            throw new IllegalArgumentException(labels.length + " labels for " + rows + " rows: must be as many");
        }
    }

    /**
     * Copies the columns before the labels from {@code joined} to {@code features}.
     *
     * @throws IllegalArgumentException if {@code joined} has fewer columns or rows, or an array is not float and row by
     *     row
     */
    public static void strip(INDArray joined, INDArray features) {
        int width = InputRows.requireExactMatrix("features", features);
        int joinedWidth = InputRows.requireExactMatrix("joined", joined);
        if (joinedWidth < width || joined.size(0) < features.size(0)) {
            throw new IllegalArgumentException("joined has the shape " + Arrays.toString(joined.shape())
                    + ": must be at least that of features, " + Arrays.toString(features.shape()));
        }
        float[] row = new float[width];
        HostFloats from = HostFloats.of(joined);
        HostFloats to = HostFloats.of(features);
        for (int i = 0; i < features.size(0); i++) {
            from.read((long) i * joinedWidth, row, width);
            to.write(row, (long) i * width, width);
        }
    }
}
