package io.gen4j.nn;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.NativeArrays;
import io.gen4j.runtime.ThreadTeam;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** Runs a function over any number of rows, so many at a time, into an array of the caller's own. */
public final class Inference {

    private static final int ROWS = 128;
    private static final int PARTS = 8;

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
        if (!Shape.hasDefaultStridesForShape(input)) {
            try (INDArray ordered = input.dup('c')) {
                return byRows(ordered, outputs, function);
            }
        }
        int n = (int) input.size(0);
        int inputs = (int) input.size(1);
        INDArray result = NativeArrays.uninitialized(n, outputs);
        for (int start = 0; start < n; start += ROWS) {
            int count = Math.min(ROWS, n - start);
            try (INDArray rows = NativeArrays.uninitialized(count, inputs)) {
                HostMemory.copy(input, (long) start * inputs, rows, 0, count * inputs);
                keep(function.apply(rows), result, (long) start * outputs);
            }
        }
        return result;
    }

    private static void keep(INDArray some, INDArray result, long offset) {
        int columns = (int) some.size(1);
        int parts = Math.min(PARTS, (int) some.size(0));
        ThreadTeam.shared().run(parts, part -> {
            long from = some.size(0) * part / parts * columns;
            long to = some.size(0) * (part + 1) / parts * columns;
            HostMemory.copy(some, from, result, offset + from, (int) (to - from));
        });
    }
}
