package io.gen4j.nn.layers;

import io.gen4j.nn.graph.LayerParameters;
import java.util.Map;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The parameters and gradients of one DL4J layer. It ignores the names of layers. */
final class SingleLayer implements LayerParameters {

    private final BaseLayer<?> layer;
    private final Map<String, INDArray> gradients;

    /** @param layer the layer, which has no gradients before its first training pass */
    SingleLayer(BaseLayer<?> layer) {
        this.layer = layer;
        this.gradients = layer.getGradientsViewArray() == null
                ? Map.of()
                : layer.conf()
                        .getLayer()
                        .initializer()
                        .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray());
    }

    Map<String, INDArray> gradients() {
        return gradients;
    }

    @Override
    public INDArray parameter(String name, String key) {
        return layer.getParam(key);
    }

    @Override
    public boolean hasParameter(String name, String key) {
        return layer.paramTable().containsKey(key);
    }

    @Override
    public INDArray gradientOf(INDArray parameter) {
        String key = layer.paramTable().entrySet().stream()
                .filter(entry -> entry.getValue() == parameter)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return gradients.getOrDefault(key, Nd4j.empty(DataType.FLOAT));
    }

    @Override
    public org.deeplearning4j.nn.conf.layers.Layer configuration(String name) {
        return layer.conf().getLayer();
    }
}
