package io.gen4j.nn.graph;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where networks find the parameters of DL4J's layers, and where the gradients belong. Usually {@link GraphParameters}. */
public interface LayerParameters {

    /** One of a layer's parameters, by DL4J's key; DL4J's own. */
    INDArray parameter(String layer, String key);

    /** Whether a layer has a parameter. */
    boolean hasParameter(String layer, String key);

    /** Where the gradient by a {@link #parameter} is written, of the same shape. */
    INDArray gradientOf(INDArray parameter);

    /** What DL4J knows about a layer. */
    Layer configuration(String layer);

    /** Counts one more batch that a network in training saw, as PyTorch's batch normalisation does. */
    default void countBatch() {}

    /**
     * A layer's weights. Of a dense layer {@code [inputs, outputs]}, 'f' order; of a convolution as DL4J has it, 'c'
     * order.
     */
    default INDArray weights(String layer) {
        return parameter(layer, "W");
    }

    /** A layer's biases, one an output. */
    default INDArray bias(String layer) {
        return parameter(layer, "b");
    }

    /** Whether a layer has biases. */
    default boolean hasBias(String layer) {
        return hasParameter(layer, "b");
    }
}
