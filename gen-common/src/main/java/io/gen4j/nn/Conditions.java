package io.gen4j.nn;

import io.gen4j.runtime.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Labels beside features, one-hot, as a {@link LabelledNetwork} takes them. */
public final class Conditions {

    private Conditions() {}

    /**
     * Writes features and labels side by side.
     *
     * @param features {@code [n, features]}, 'c' order
     * @param labels one a row; not looked at if there are none to choose from
     * @param labelCount how many labels there are; 0 copies the features alone
     * @param target {@code [at least firstRow + n, features + labelCount]}, 'c' order
     * @param firstRow of {@code target} to be written
     */
    public static void join(INDArray features, int[] labels, int labelCount, INDArray target, int firstRow) {
        int width = (int) features.size(1);
        float[] row = new float[width + labelCount];
        for (int i = 0; i < features.size(0); i++) {
            HostMemory.read(features, (long) i * width, row, width);
            if (labelCount > 0) {
                row[width + labels[i]] = 1;
            }
            HostMemory.write(row, target, (long) (firstRow + i) * row.length, row.length);
            if (labelCount > 0) {
                row[width + labels[i]] = 0;
            }
        }
    }

    /** Copies the first columns of {@code joined}, as many as {@code features} has. */
    public static void strip(INDArray joined, INDArray features) {
        int width = (int) features.size(1);
        int joinedWidth = (int) joined.size(1);
        float[] row = new float[width];
        for (int i = 0; i < features.size(0); i++) {
            HostMemory.read(joined, (long) i * joinedWidth, row, width);
            HostMemory.write(row, features, (long) i * width, width);
        }
    }
}
