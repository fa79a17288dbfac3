package io.gen4j.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What follows a convolution, channel by channel. Arrays have their channels last. */
interface ChannelPass {

    /** Whether {@link #backward} wants {@code a}, which must then not be the same array as {@code y}. */
    boolean keepsInput();

    /** Computes y from a convolution's output {@code a}. */
    void forward(INDArray a, INDArray y);

    /** Turns the gradient by y of the last {@link #forward} into the gradient by {@code a}, in place. */
    void backward(INDArray a, INDArray y, INDArray gradient, ParameterGradients parameterGradients);
}
