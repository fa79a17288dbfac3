package io.gen4j.nn.internal;

import io.gen4j.nn.graph.ParameterGradients;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The step after a convolution, channel by channel. Arrays have their channels last. */
public interface ChannelPass {

    /** Whether {@link #backward} needs {@code a}. Then {@code a} and {@code y} must be different arrays. */
    boolean keepsInput();

    /** Computes y from a convolution's output {@code a}. */
    void forward(INDArray a, INDArray y);

    /**
     * Converts the gradient with respect to y of the last {@link #forward} to that with respect to {@code a}, in place.
     */
    void backward(INDArray a, INDArray y, INDArray gradient, ParameterGradients parameterGradients);

    /** Whether the step is piecewise linear and treats each image independently. */
    boolean isPiecewiseLinear();

    /**
     * Multiplies {@code values}, in place, by the slope of the activation at the output {@code y}. The values are a
     * direction on its way forward, or a gradient on its way back. Only for a {@link #isPiecewiseLinear() piecewise
     * linear} pass.
     */
    void multiplyBySlope(INDArray y, INDArray values);

    /** Sets the gradients of the parameters to zero. */
    void clearGradients();
}
