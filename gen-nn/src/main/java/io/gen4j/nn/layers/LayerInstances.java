package io.gen4j.nn.layers;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.runtime.HostMemory;
import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Shared steps of the fused layers. */
final class LayerInstances {

    private LayerInstances() {}

    /** Sets the position and the parameters of a new layer. */
    static <L extends BaseLayer<?>> L prepare(
            L layer,
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray params,
            boolean initialize) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(params);
        layer.setParamTable(conf.getLayer().initializer().init(conf, params, initialize));
        layer.setConf(conf);
        return layer;
    }

    /** The activation of a layer for which {@link #isOurs} is true. */
    static Activation activation(BaseLayer<?> layer) {
        return DenseGraph.activation(layer.layerConf().getActivationFn()).orElseThrow();
    }

    /** Whether layer and input are float arrays in host memory, without a mask. */
    static boolean isSupported(BaseLayer<?> layer) {
        return HostMemory.isLocal()
                && layer.getDataType() == DataType.FLOAT
                && layer.input().dataType() == DataType.FLOAT
                && layer.getMaskArray() == null;
    }

    /** Whether the fast code can run a layer with weights and an activation. */
    static boolean isOurs(BaseLayer<?> layer) {
        return isSupported(layer)
                && layer.layerConf().getWeightNoise() == null
                && DenseGraph.activation(layer.layerConf().getActivationFn()).isPresent();
    }
}
