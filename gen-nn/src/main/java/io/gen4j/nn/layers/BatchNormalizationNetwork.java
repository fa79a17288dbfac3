package io.gen4j.nn.layers;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.BatchNormalizationPass;
import io.gen4j.nn.internal.ChannelOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network of one batch normalisation per channel, followed by an activation. */
final class BatchNormalizationNetwork implements Network {

    private final FeatureMap map;
    private final BatchNormalizationPass pass;
    private final Map<Long, Buffers> buffersBySize = new HashMap<>();
    private long current;

    /**
     * Creates a network of one layer.
     *
     * @param layer name of the graph's batch normalisation layer
     * @param map shape of the input and of the output, with one row per image and the channels first
     */
    BatchNormalizationNetwork(
            LayerParameters parameters,
            String layer,
            FeatureMap map,
            Activation activation,
            BatchStatistics statistics) {
        this.map = map;
        this.pass = new BatchNormalizationPass(parameters, layer, activation, statistics);
    }

    @Override
    public INDArray forward(INDArray input) {
        current = input.size(0);
        Buffers buffers = buffers();
        ChannelOrder.toLast(input, buffers.a, map);
        pass.forward(buffers.a, buffers.y);
        ChannelOrder.toFirst(buffers.y, buffers.rows, 0, map);
        return buffers.rows;
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        backwardToInput(gradient, parameterGradients);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        Buffers buffers = buffers();
        ChannelOrder.toLast(gradient, buffers.gradient, map);
        pass.backward(buffers.a, buffers.y, buffers.gradient, parameterGradients);
        ChannelOrder.toFirst(buffers.gradient, buffers.inputGradient, 0, map);
        return buffers.inputGradient;
    }

    private Buffers buffers() {
        return buffersBySize.computeIfAbsent(current, Buffers::new);
    }

    @Override
    public void close() {
        buffersBySize.values().forEach(Buffers::close);
        buffersBySize.clear();
    }

    /** Arrays for one batch size. */
    private final class Buffers {

        private final INDArray a;
        private final INDArray y;
        private final INDArray gradient;
        private final INDArray rows;
        private final INDArray inputGradient;

        Buffers(long n) {
            a = map.newArray(n);
            y = map.newArray(n);
            gradient = map.newArray(n);
            rows = map.newArray(n).reshape('c', n, map.size());
            inputGradient = map.newArray(n).reshape('c', n, map.size());
        }

        void close() {
            for (INDArray array : List.of(a, y, gradient, rows, inputGradient)) {
                array.close();
            }
        }
    }
}
