package io.gen4j.app.bench;

import io.gen4j.nn.graph.InferenceGraph;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The floating-point operations of a network per image: one multiplication and one addition per use of a weight.
 *
 * @param forward operations of all layers
 * @param first operations of the first layer, whose input may need no gradient
 */
record NetworkCost(double forward, double first) {

    /**
     * Computes the cost of a graph.
     *
     * @param inputs numbers in the graph's input; a second input takes a one-hot label, or the number of a pseudo-input
     */
    static NetworkCost of(ComputationGraph graph, int inputs, int labels) {
        return of(graph, Set.copyOf(graph.getConfiguration().getTopologicalOrderStr()), inputs, labels);
    }

    /** Computes the cost of a part of a graph: of the layers that lead to a task's outputs. */
    static NetworkCost of(InferenceGraph task, int inputs, int labels) {
        Set<String> part = new HashSet<>();
        String input = task.inputs().get(0).vertex();
        for (InferenceGraph.Output output : task.outputs()) {
            part.addAll(Dl4jGraph.between(task.graph().getConfiguration(), input, output.vertex()));
        }
        return of(task.graph(), part, inputs, labels);
    }

    private static NetworkCost of(ComputationGraph graph, Set<String> part, int inputs, int labels) {
        INDArray[] zeros = graph.getConfiguration().getNetworkInputs().stream()
                .map(name -> zeros(widthOf(graph, name, inputs, labels)))
                .toArray(INDArray[]::new);
        Map<String, INDArray> activations = graph.feedForward(zeros, false);
        double sum = 0;
        double first = 0;
        for (String name : graph.getConfiguration().getTopologicalOrderStr()) {
            @Nullable Layer layer = part.contains(name) ? graph.getLayer(name) : null;
            // An embedding is a look-up. It has no bias and no kernel.
            if (layer == null || !layer.paramTable().containsKey("W") || isEmbedding(layer)) {
                continue;
            }
            List<String> before = graph.getConfiguration().getVertexInputs().get(name);
            double operations = 2.0
                    * layer.getParam("W").length()
                    * uses(layer, activations.get(before.get(0)), activations.get(name));
            sum += operations;
            first = first == 0 ? operations : first;
        }
        return new NetworkCost(sum, first);
    }

    /** A second input is as wide as the layer that takes it; labels may be joined to maps, which no layer takes alone. */
    private static long widthOf(ComputationGraph graph, String input, int inputs, int labels) {
        if (input.equals(graph.getConfiguration().getNetworkInputs().get(0))) {
            return inputs;
        }
        return Arrays.stream(graph.getLayers())
                .filter(layer -> layer.conf().getLayer() instanceof DenseLayer)
                .filter(layer -> graph.getConfiguration()
                        .getVertexInputs()
                        .get(layer.conf().getLayer().getLayerName())
                        .equals(List.of(input)))
                .mapToLong(layer -> layer.getParam("W").size(0))
                .findFirst()
                .orElse(labels);
    }

    private static INDArray zeros(long size) {
        return Nd4j.zeros(DataType.FLOAT, 1, size);
    }

    private static boolean isEmbedding(Layer layer) {
        return !layer.paramTable().containsKey("b") && !(layer.conf().getLayer() instanceof ConvolutionLayer);
    }

    /** The uses of each weight: one per output pixel of a convolution, or one per input pixel of a transposed one. */
    private static double uses(Layer layer, @Nullable INDArray input, INDArray output) {
        if (layer.conf().getLayer() instanceof Deconvolution2D) {
            return input == null || input.rank() < 4 ? 1 : input.size(2) * input.size(3);
        }
        return layer.conf().getLayer() instanceof ConvolutionLayer ? output.size(2) * output.size(3) : 1;
    }
}
