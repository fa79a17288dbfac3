package io.gen4j.nn.device.internal;

import io.gen4j.nn.graph.GraphParameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradients of a network's parameters from one backward pass, in one array with the layout of the parameters. A second
 * pass writes a second array, and one operation adds the two.
 */
public final class Gradients {

    private final GraphParameters parameters;
    private final INDArray flat;

    private Gradients(GraphParameters parameters, INDArray flat) {
        this.parameters = parameters;
        this.flat = flat;
    }

    /** The gradients that the optimizer reads. */
    public static Gradients of(GraphParameters parameters) {
        return new Gradients(parameters, parameters.gradients());
    }

    /** Further gradients, 0 until a pass writes them. */
    public static Gradients further(GraphParameters parameters, DeviceArrays arrays) {
        return new Gradients(parameters, arrays.zeros(parameters.values().length()));
    }

    /** All gradients, {@code [count]}. */
    public INDArray flat() {
        return flat;
    }

    /** The gradient by a parameter, of its shape and order. */
    public INDArray by(INDArray parameter) {
        long offset = parameter.offset() - parameters.values().offset();
        return Nd4j.create(
                flat.data(), parameter.shape(), parameter.stride(), flat.offset() + offset, parameter.ordering());
    }

    /** The gradient by a parameter as a vector. */
    public INDArray vectorBy(INDArray parameter) {
        return DeviceArrays.part(flat, parameter.offset() - parameters.values().offset(), parameter.length());
    }
}
