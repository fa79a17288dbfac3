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

/** What DL4J's layers have in common when they are made, and when they run. */
final class LayerInstances {

    private LayerInstances() {}

    /** Gives a new layer its place in the network and its parameters. */
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

    /** The activation of a layer that is ours. */
    static Activation activation(BaseLayer<?> layer) {
        return DenseGraph.activation(layer.layerConf().getActivationFn()).orElseThrow();
    }

    /** Whether a layer's numbers, and those of its input, are of the kind and in the place that our code wants. */
    static boolean isSupported(BaseLayer<?> layer) {
        return HostMemory.isLocal()
                && layer.getDataType() == DataType.FLOAT
                && layer.input().dataType() == DataType.FLOAT
                && layer.getMaskArray() == null;
    }

    /** Whether our code can run a layer of weights and an activation on its input, as far as all their kinds go. */
    static boolean isOurs(BaseLayer<?> layer) {
        return isSupported(layer)
                && layer.layerConf().getWeightNoise() == null
                && DenseGraph.activation(layer.layerConf().getActivationFn()).isPresent();
    }
}
