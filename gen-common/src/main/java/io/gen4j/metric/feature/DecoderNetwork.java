package io.gen4j.metric.feature;

import io.gen4j.nn.ConvolutionalNetwork;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.NetworkChain;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.optim.Adam;
import io.gen4j.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The way back from features to the logits of the pixels: a {@link FeatureTrunk} turned round, with transposed convolutions.
 * It serves the training of an encoder alone.
 */
final class DecoderNetwork implements AutoCloseable {

    private static final String DENSE = "expand";

    private final FeatureTrunk trunk;
    private final ComputationGraph graph;
    private final GraphParameters parameters;

    /**
     * A network that has learnt nothing.
     *
     * @param trunk whose features it takes
     * @param seed of the initial weights
     */
    DecoderNetwork(FeatureTrunk trunk, long seed) {
        this.trunk = trunk;
        this.graph = newGraph();
        this.parameters = new GraphParameters(graph);
        RandomGenerator random = new RandomStreams(seed).stream("initial weights of the decoder", 0);
        parameters.initialize(random, DENSE);
        for (int i = trunk.halvings(); i > 0; i--) {
            parameters.initialize(random, convolution(i));
        }
    }

    private ComputationGraph newGraph() {
        FeatureMap last = trunk.map(trunk.halvings());
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("features")
                .addLayer(
                        DENSE,
                        DenseGraph.layer(
                                FeatureTrunk.FEATURES,
                                last.size(),
                                trunk.halvings() > 0
                                        ? org.nd4j.linalg.activations.Activation.RELU
                                        : org.nd4j.linalg.activations.Activation.IDENTITY),
                        "features");
        String before = DENSE;
        for (int i = trunk.halvings(); i > 0; i--) {
            int outputs = trunk.map(i - 1).channels();
            builder.addLayer(
                    convolution(i),
                    ConvolutionalGraph.transposedConvolution(
                            trunk.map(i).channels(), outputs, Kernel.HALVING, i == 1, ConvolutionalGraph.identity()),
                    before);
            before = convolution(i);
            if (i > 1) {
                builder.addLayer(normalization(i), ConvolutionalGraph.normalization(outputs), convolution(i))
                        .addLayer(
                                "activated" + i,
                                new ActivationLayer(org.nd4j.linalg.activations.Activation.RELU),
                                normalization(i));
                before = "activated" + i;
            }
        }
        if (trunk.halvings() > 0) {
            builder.inputPreProcessor(
                    convolution(trunk.halvings()),
                    new FeedForwardToCnnPreProcessor(last.height(), last.width(), last.channels()));
        }
        return InitializedGraph.of(builder.setOutputs(before).build());
    }

    /** From features to the logits of the canvas' pixels, {@code [n, canvas size]}. */
    Network newNetwork() {
        if (trunk.halvings() == 0) {
            return new DenseNetwork(parameters, new DenseNetwork.Layer(DENSE, Activation.IDENTITY));
        }
        List<ConvolutionalNetwork.Layer> layers = new ArrayList<>();
        for (int i = trunk.halvings(); i > 1; i--) {
            layers.add(new ConvolutionalNetwork.Layer(convolution(i), normalization(i), Activation.RELU));
        }
        layers.add(new ConvolutionalNetwork.Layer(convolution(1), Activation.IDENTITY));
        return new NetworkChain(
                new DenseNetwork(parameters, new DenseNetwork.Layer(DENSE, Activation.RELU)),
                new ConvolutionalNetwork(parameters, trunk.map(trunk.halvings()), BatchStatistics.BATCH, layers));
    }

    Adam newAdam(double learningRate) {
        return new Adam(parameters, learningRate, 0.9);
    }

    private static String convolution(int index) {
        return "up" + index;
    }

    private static String normalization(int index) {
        return "normalization" + index;
    }

    @Override
    public void close() {
        parameters.close();
        GraphMemory.free(graph);
    }
}
