package io.gen4j.nn;

import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A function with parameters. What {@link #forward} and {@link #backward} return lies in buffers of the network, one set
 * a batch size, and is overwritten by the next call with as many images. Used by one thread at a time.
 */
public interface Network extends AutoCloseable {

    /**
     * The network of a graph's layers, from its input to its output, for inference.
     *
     * @throws IllegalArgumentException if the graph has a layer that no fast network runs; the message names it
     */
    static Network of(GraphParameters parameters) {
        return of(parameters, parameters.path(), BatchStatistics.RUNNING);
    }

    /**
     * The network of a graph's layers without the last activation, for losses that take logits. Batch normalisation uses the
     * batch.
     *
     * @throws IllegalArgumentException as {@link #of(GraphParameters)}
     */
    static Network logitsOf(GraphParameters parameters) {
        return of(parameters, parameters.path().logits(), BatchStatistics.BATCH);
    }

    /**
     * The network of some layers.
     *
     * @param parameters of the layers
     * @param path the layers in order; with an embedding, the input's last columns are a one-hot label
     * @param statistics what batch normalisation normalises by, if there is any
     * @throws IllegalArgumentException if the layers do not fit each other
     */
    static Network of(LayerParameters parameters, LayerPath path, BatchStatistics statistics) {
        return PathNetwork.of(parameters, path, statistics);
    }

    /**
     * Computes the outputs, and keeps what {@link #backward} needs.
     *
     * @param input float, 'c' order, {@code [n, inputs]}; must stay as it is until {@link #backward}
     * @return float, 'c' order, {@code [n, outputs]}
     */
    INDArray forward(INDArray input);

    /**
     * As {@link #forward}, for who will not go back: writes the outputs to rows of an array of the caller's.
     *
     * @param target float, 'c' order, {@code [firstRow + n or more, outputs]}
     */
    default void forwardInto(INDArray input, INDArray target, long firstRow) {
        INDArray outputs = forward(input);
        HostMemory.copy(outputs, 0, target, firstRow * outputs.size(1), (int) outputs.length());
    }

    /**
     * Takes the gradient of a loss back through the last {@link #forward}.
     *
     * @param gradient of the loss by the outputs, {@code [n, outputs]}, 'c' order; overwritten
     */
    void backward(INDArray gradient, ParameterGradients parameterGradients);

    /**
     * As {@link #backward}, and the gradient by the inputs too.
     *
     * @return {@code [n, inputs]}, 'c' order
     */
    INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients);

    /**
     * This network near the input of its last {@link #forward}, where it is taken for linear: a function of a direction in
     * the inputs, that gives the derivative of the outputs along it and has the same parameters. Its backward passes give
     * the gradients of that derivative, which are second derivatives of the network. Exact for piecewise linear networks,
     * everywhere but on the kinks.
     *
     * @return a view, valid until the next {@link #forward}; its buffers are released with this network's
     * @throws UnsupportedOperationException if the network is not piecewise linear, or does not know how
     */
    default Network linearized() {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " has no second derivatives");
    }

    /**
     * Sets where the next passes draw from, if they draw anything, as dropout does.
     *
     * @param random used until the next call
     */
    default void randomize(RandomGenerator random) {}

    /** Releases the buffers; the parameters stay. */
    @Override
    void close();
}
