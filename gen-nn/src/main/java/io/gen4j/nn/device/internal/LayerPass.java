package io.gen4j.nn.device.internal;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer on fixed arrays of one batch size. Rows have no gaps, and images have their channels first. A layer that
 * overwrites its input has the input's array as its output.
 */
interface LayerPass {

    /** {@code [n, outputs]}. */
    INDArray output();

    /** Where {@link #backward} finds the gradient by the output, and may change it. */
    INDArray outputGradient();

    /** Adds the computation of the output. */
    void forward(Program program);

    /**
     * Adds the computation of gradients.
     *
     * @param gradients receive those of the parameters; null if they are not wanted
     * @param inputGradient receives that of the input; null if it is not wanted
     */
    void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient);

    /**
     * The linear approximation of this layer at the input of the last forward pass, without its bias.
     *
     * @param direction its input
     * @param directionGradient the array of the gradient by its input, which a layer in place shares
     * @throws UnsupportedOperationException if the layer is not piecewise linear
     */
    LayerPass linearized(INDArray direction, INDArray directionGradient);
}
