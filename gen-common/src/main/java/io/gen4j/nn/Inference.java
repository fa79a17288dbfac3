package io.gen4j.nn;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs a function over any number of rows, so many at a time, into an array of the caller's own. */
public final class Inference {

    private static final int ROWS = 128;

    private Inference() {}

    /**
     * Applies {@code function} to all rows.
     *
     * @param input {@code [n, inputs]}
     * @param outputs columns of the result
     * @param function takes and returns arrays with one row an input; what it returns is copied
     * @return {@code [n, outputs]}, 'c' order
     */
    public static INDArray byRows(INDArray input, int outputs, UnaryOperator<INDArray> function) {
        long n = input.size(0);
        INDArray result = Nd4j.createUninitialized(DataType.FLOAT, n, outputs);
        for (long start = 0; start < n; start += ROWS) {
            long end = Math.min(n, start + ROWS);
            try (INDArray rows = input.get(NDArrayIndex.interval(start, end), NDArrayIndex.all())
                    .dup('c')) {
                result.get(NDArrayIndex.interval(start, end), NDArrayIndex.all())
                        .assign(function.apply(rows));
            }
        }
        return result;
    }
}
