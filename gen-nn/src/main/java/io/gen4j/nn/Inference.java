package io.gen4j.nn;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs a network over any number of rows, so many at a time, into an array of the caller's own. */
public final class Inference {

    private static final int ROWS = 128;

    private Inference() {}

    /**
     * Applies {@code network} to all rows.
     *
     * @param input {@code [n, inputs]}
     * @param outputs columns of the result
     * @return {@code [n, outputs]}, 'c' order
     */
    public static INDArray byRows(INDArray input, int outputs, Network network) {
        if (!HostMemory.isRowMajor(input)) {
            try (INDArray ordered = input.dup('c')) {
                return byRows(ordered, outputs, network);
            }
        }
        long n = input.size(0);
        INDArray result = NativeArrays.uninitialized(n, outputs);
        if (n <= ROWS) {
            network.forwardInto(input, result, 0);
            return result;
        }
        for (long start = 0; start < n; start += ROWS) {
            INDArray rows = input.get(NDArrayIndex.interval(start, Math.min(n, start + ROWS)), NDArrayIndex.all());
            network.forwardInto(rows, result, start);
        }
        return result;
    }
}
