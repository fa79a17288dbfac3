package io.gen4j.nn.internal;

import io.gen4j.nn.graph.ParameterGradients;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The computations of a convolution from a large map to a small one. The transposed convolution uses them the other way.
 * All maps are {@code [n, height, width, channels]}.
 */
interface ConvolutionKernels extends AutoCloseable {

    /**
     * Sets the weights {@code [small's channels, large's channels, height, width]}, in DL4J's layout, for the following
     * calls.
     */
    void take(INDArray newWeights);

    /** Computes the small map with the current weights. */
    void toSmall(INDArray largeMap, INDArray smallMap);

    /**
     * Computes the large map with the current weights: the transposed convolution, and the gradient of a convolution.
     */
    void toLarge(INDArray smallMap, INDArray largeMap);

    /**
     * Computes the gradient with respect to the weights. One map is the input, the other the gradient of the output.
     */
    void byWeights(INDArray largeMap, INDArray smallMap, INDArray target, ParameterGradients parameterGradients);

    @Override
    void close();
}
