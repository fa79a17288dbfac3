package io.gen4j.nn;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network that is run but not trained: the one door through which arrays enter a model. Every result is a new array of the
 * caller's. Safe from several threads, which take turns.
 */
public final class Inference implements AutoCloseable {

    private static final int ROWS = 128;

    private final Network network;
    private final int labels;
    private final int outputs;

    /**
     * An inference without labels.
     *
     * @param network from {@code [n, inputs]} to {@code [n, outputs]}; closed with this
     * @param outputs columns of the result
     */
    public Inference(Network network, int outputs) {
        this(network, 0, outputs);
    }

    /**
     * An inference with a label for each row.
     *
     * @param network from {@code [n, inputs + labels]}, the labels one-hot; closed with this
     * @param labels how many there are to choose from; 0 for a network that takes none
     * @param outputs columns of the result
     */
    public Inference(Network network, int labels, int outputs) {
        Objects.requireNonNull(network, "network");
        Arguments.requireAtLeast("labels", labels, 0);
        Arguments.requireAtLeast("outputs", outputs, 1);
        this.network = network;
        this.labels = labels;
        this.outputs = outputs;
    }

    /**
     * Applies the network to rows that need no label.
     *
     * @param input float, {@code [n, inputs]}, of any strides
     * @return {@code [n, outputs]}, 'c' order
     */
    public synchronized INDArray run(INDArray input) {
        Objects.requireNonNull(input, "input");
        return rows(input);
    }

    /**
     * Applies the network to rows with a label each.
     *
     * @param input float, {@code [n, inputs]}, of any strides
     * @param chosen {@code n} labels; not looked at by a network that takes none
     * @return {@code [n, outputs]}, 'c' order
     * @throws IllegalArgumentException if a label does not exist, or there are not as many as rows
     */
    public synchronized INDArray run(INDArray input, int[] chosen) {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(chosen, "chosen");
        if (labels == 0) {
            return rows(input);
        }
        try (INDArray joined = Conditions.join(input, chosen, labels)) {
            return rows(joined);
        }
    }

    private INDArray rows(INDArray input) {
        if (!HostMemory.isRowMajor(input)) {
            try (INDArray ordered = input.dup('c')) {
                return rows(ordered);
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

    /** Releases the network's buffers, after a run that is under way. */
    @Override
    public synchronized void close() {
        network.close();
    }
}
