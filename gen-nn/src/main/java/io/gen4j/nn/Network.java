package io.gen4j.nn;

import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.InputRows;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A function with weights, and its derivatives. {@link #of(GraphParameters)} creates the network of a DL4J graph. Implement this
 * interface for a layer that Gen4J does not have.
 *
 * <p>Returned arrays are buffers of the network. The next call with the same batch size overwrites them. Not thread-safe.
 */
public interface Network extends AutoCloseable {

    /**
     * Creates the network of all layers of a graph, for inference.
     *
     * @throws IllegalArgumentException if the graph has a layer that no fast network runs; the message names it
     */
    static Network of(GraphParameters parameters) {
        return of(parameters, parameters.path(), BatchStatistics.RUNNING);
    }

    /**
     * Creates the network of all layers of a graph except the last activation, for losses of logits. Batch normalisation
     * normalises by the batch.
     *
     * @throws IllegalArgumentException as {@link #of(GraphParameters)}
     */
    static Network logitsOf(GraphParameters parameters) {
        return of(parameters, parameters.path().logits(), BatchStatistics.BATCH);
    }

    /**
     * Creates the network of some layers.
     *
     * @param parameters of the layers
     * @param path the layers in order; with an embedding, the last columns of the input are a one-hot label
     * @param statistics what batch normalisation normalises by, if there is any
     * @throws IllegalArgumentException if the layers do not fit each other
     */
    static Network of(LayerParameters parameters, LayerPath path, BatchStatistics statistics) {
        Objects.requireNonNull(statistics, "statistics");
        return PathNetwork.of(parameters, path, statistics);
    }

    /**
     * Computes the outputs, and keeps the values that {@link #backward} needs.
     *
     * @param input float, 'c' order, {@code [n, inputs]}; do not change it before {@link #backward}
     * @return float, 'c' order, {@code [n, outputs]}
     */
    INDArray forward(INDArray input);

    /**
     * Computes the outputs for inference, into rows of your own array. {@link #backward} cannot follow.
     *
     * @param target float, 'c' order, {@code [firstRow + n or more, outputs]}
     */
    default void forwardInto(INDArray input, INDArray target, long firstRow) {
        INDArray outputs = forward(input);
        InputRows.requireTarget(target, firstRow, outputs.size(0), outputs.size(1));
        HostMemory.copy(outputs, 0, target, firstRow * outputs.size(1), (int) outputs.length());
    }

    /**
     * Computes the gradients by the weights, for the last {@link #forward}.
     *
     * @param gradient of the loss by the outputs, {@code [n, outputs]}, 'c' order; overwritten
     */
    void backward(INDArray gradient, ParameterGradients parameterGradients);

    /**
     * Computes the gradients by the weights and by the inputs, for the last {@link #forward}.
     *
     * @return {@code [n, inputs]}, 'c' order
     */
    INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients);

    /**
     * The linear approximation of this network at the input of its last {@link #forward}, with the same weights. It takes a
     * direction in the inputs and returns the derivative of the outputs along it. Its backward passes give second derivatives
     * of this network, which a gradient penalty needs. It is exact for piecewise linear networks, except on kinks.
     *
     * @return a view, valid until the next {@link #forward} and closed with this network
     * @throws UnsupportedOperationException if the network is not piecewise linear, or does not implement this
     */
    default Network linearized() {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " has no second derivatives");
    }

    /**
     * Sets the source of random numbers of the next passes, such as for dropout.
     *
     * @param random used until the next call
     */
    default void randomize(RandomGenerator random) {
        Objects.requireNonNull(random, "random");
    }

    /** Releases the buffers. The weights stay with their graph. */
    @Override
    void close();
}
