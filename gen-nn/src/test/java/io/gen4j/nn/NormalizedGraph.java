package io.gen4j.nn;

import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.DenseGraph;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A graph of a convolution, "convolution", from one channel of 4 x 4 pixels, and a "normalization". */
public final class NormalizedGraph {

    private NormalizedGraph() {}

    public static ComputationGraph of(int channels) {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x")
                .setInputTypes(org.deeplearning4j.nn.conf.inputs.InputType.convolutional(4, 4, 1))
                .addLayer(
                        "convolution",
                        ConvolutionalGraph.convolution(
                                1, channels, ConvolutionalGraph.Kernel.HALVING, false, ConvolutionalGraph.identity()),
                        "x")
                .addLayer("normalization", ConvolutionalGraph.normalization(channels), "convolution")
                .setOutputs("normalization")
                .build());
        graph.init();
        return graph;
    }
}
