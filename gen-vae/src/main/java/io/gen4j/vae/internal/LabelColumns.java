package io.gen4j.vae.internal;

import io.gen4j.nn.Conditions;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Appends one-hot labels to rows of numbers, and removes them. Returned arrays are buffers that the next call
 * overwrites. For a model without labels, each method returns its argument.
 */
public final class LabelColumns implements AutoCloseable {

    private final int labelCount;
    private INDArray joined = Nd4j.empty(DataType.FLOAT);
    private INDArray stripped = Nd4j.empty(DataType.FLOAT);

    /** @param labelCount the number of labels; 0 for a model without labels */
    public LabelColumns(int labelCount) {
        this.labelCount = labelCount;
    }

    /**
     * Appends a label to each row.
     *
     * @param features {@code [n, size]}
     * @param labels one per row; ignored by a model without labels
     * @return {@code [n, size + labelCount]}
     * @throws IllegalArgumentException if the numbers of labels and rows differ, or a label does not exist
     */
    public INDArray join(INDArray features, int[] labels) {
        if (labelCount == 0) {
            return features;
        }
        Conditions.requireLabels(features.size(0), labels, labelCount);
        if (!HostMemory.isRowMajor(features)) {
            try (INDArray ordered = features.dup('c')) {
                return join(ordered, labels);
            }
        }
        joined = resized(joined, features.size(0), features.size(1) + labelCount);
        Conditions.join(features, labels, labelCount, joined, 0);
        return joined;
    }

    /**
     * Appends a label to each row, where m consecutive rows share a label.
     *
     * @param features {@code [n m, size]}, 'c' order
     * @param labels {@code n}, each for m consecutive rows
     * @return {@code [n m, size + labelCount]}
     * @throws IllegalArgumentException as {@link #join}
     */
    public INDArray joinRepeated(INDArray features, int[] labels) {
        if (labelCount == 0 || labels.length == 0) {
            return join(features, labels);
        }
        int times = (int) features.size(0) / labels.length;
        return join(
                features,
                IntStream.range(0, labels.length * times)
                        .map(row -> labels[row / times])
                        .toArray());
    }

    /** Returns the columns before the labels, {@code [n, size]}. */
    public INDArray strip(INDArray rows) {
        if (labelCount == 0) {
            return rows;
        }
        stripped = resized(stripped, rows.size(0), rows.size(1) - labelCount);
        Conditions.strip(rows, stripped);
        return stripped;
    }

    private static INDArray resized(INDArray array, long rows, long columns) {
        if (array.rank() == 2 && array.size(0) == rows && array.size(1) == columns) {
            return array;
        }
        array.close();
        return NativeArrays.zeros(rows, columns);
    }

    @Override
    public void close() {
        joined.close();
        stripped.close();
    }
}
