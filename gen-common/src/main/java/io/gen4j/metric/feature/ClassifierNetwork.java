package io.gen4j.metric.feature;

import io.gen4j.data.ImageShape;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.optim.Adam;
import io.gen4j.random.RandomStreams;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A {@link FeatureTrunk}, and logits from its features. */
final class ClassifierNetwork implements AutoCloseable {

    private static final String LOGITS = "logits";

    private final int labels;
    private final FeatureTrunk trunk;
    private final ComputationGraph graph;
    private final GraphParameters parameters;

    /**
     * A network that has learnt nothing.
     *
     * @param shape of the images
     * @param labels at least 2
     * @param seed of the initial weights
     */
    ClassifierNetwork(ImageShape shape, int labels, long seed) {
        this.labels = labels;
        this.trunk = new FeatureTrunk(shape);
        this.graph = newGraph();
        this.parameters = new GraphParameters(graph);
        RandomGenerator random = new RandomStreams(seed).stream("initial weights", 0);
        trunk.initialize(parameters, random);
        parameters.initialize(random, LOGITS);
    }

    private ComputationGraph newGraph() {
        GraphBuilder builder = DenseGraph.builder();
        String features = trunk.addTo(builder);
        builder.addLayer(
                        LOGITS,
                        DenseGraph.layer(
                                FeatureTrunk.FEATURES, labels, org.nd4j.linalg.activations.Activation.IDENTITY),
                        features)
                .setOutputs(LOGITS);
        return InitializedGraph.of(builder.build());
    }

    /** The shape that images are to be brought to. */
    ImageShape canvas() {
        return trunk.canvas();
    }

    /** From images, {@code [n, canvas().size()]} within [0, 1], to features, {@code [n, FEATURES]}, 0 or more. */
    Network newFeatures(BatchStatistics statistics) {
        return trunk.newNetwork(parameters, statistics);
    }

    /** From features to logits, {@code [n, labels]}. */
    Network newLogits() {
        return new DenseNetwork(parameters, new DenseNetwork.Layer(LOGITS, Activation.IDENTITY));
    }

    Adam newAdam(double learningRate) {
        return new Adam(parameters, learningRate, 0.9);
    }

    /** The weights by name. */
    StateDict stateDict() {
        StateDict.Builder tensors = StateDict.generating("classifier", graph, "");
        trunk.addTo(tensors);
        return tensors.linear(LOGITS, LOGITS).build();
    }

    @Override
    public void close() {
        parameters.close();
        GraphMemory.free(graph);
    }
}
