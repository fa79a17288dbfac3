package io.gen4j.nn.internal;

import io.gen4j.nn.graph.ParameterGradients;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What follows a convolution, channel by channel. Arrays have their channels last. */
public interface ChannelPass {

    /** Whether {@link #backward} wants {@code a}, which must then not be the same array as {@code y}. */
    boolean keepsInput();

    /** Computes y from a convolution's output {@code a}. */
    void forward(INDArray a, INDArray y);

    /** Turns the gradient by y of the last {@link #forward} into the gradient by {@code a}, in place. */
    void backward(INDArray a, INDArray y, INDArray gradient, ParameterGradients parameterGradients);

    /** Whether each image's result is its own, and has no curve in it. */
    boolean isPiecewiseLinear();

    /**
     * Multiplies, in place, by the slope that a piecewise linear activation had where it gave {@code y}: what this pass does to
     * a direction, and to a gradient on its way back. For a {@link #isPiecewiseLinear() piecewise linear} pass alone.
     */
    void multiplyBySlope(INDArray y, INDArray values);

    /** Makes the parameters' gradients zero. */
    void clearGradients();
}
