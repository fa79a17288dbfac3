package io.gen4j.nn.graph;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Access to the parameters of DL4J's layers and to their gradients. Usually {@link GraphParameters}; implement it for
 * parameters from elsewhere.
 */
public interface LayerParameters {

    /** A parameter of a layer by DL4J's key. The array belongs to DL4J. */
    INDArray parameter(String layer, String key);

    /** Whether a layer has a parameter. */
    boolean hasParameter(String layer, String key);

    /** The array for the gradient with respect to a {@link #parameter}, of the same shape. */
    INDArray gradientOf(INDArray parameter);

    /** DL4J's configuration of a layer. */
    Layer configuration(String layer);

    /** Counts one more training batch, as PyTorch's batch normalisation does. */
    default void countBatch() {}

    /**
     * A layer's weights. A dense layer has {@code [inputs, outputs]} in 'f' order. A convolution has DL4J's shape in
     * 'c' order.
     */
    default INDArray weights(String layer) {
        return parameter(layer, "W");
    }

    /** A layer's biases, one per output. */
    default INDArray bias(String layer) {
        return parameter(layer, "b");
    }

    /** Whether a layer has biases. */
    default boolean hasBias(String layer) {
        return hasParameter(layer, "b");
    }
}
