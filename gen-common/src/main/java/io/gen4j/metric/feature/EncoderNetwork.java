package io.gen4j.metric.feature;

import io.gen4j.data.ImageShape;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.optim.Adam;
import io.gen4j.random.RandomStreams;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A {@link FeatureTrunk} alone. */
final class EncoderNetwork implements AutoCloseable {

    private final FeatureTrunk trunk;
    private final ComputationGraph graph;
    private final GraphParameters parameters;

    /**
     * A network that has learnt nothing.
     *
     * @param shape of the images
     * @param seed of the initial weights
     */
    EncoderNetwork(ImageShape shape, long seed) {
        this.trunk = new FeatureTrunk(shape);
        GraphBuilder builder = DenseGraph.builder();
        builder.setOutputs(trunk.addTo(builder));
        this.graph = InitializedGraph.of(builder.build());
        this.parameters = new GraphParameters(graph);
        trunk.initialize(parameters, new RandomStreams(seed).stream("initial weights", 0));
    }

    FeatureTrunk trunk() {
        return trunk;
    }

    /** From images, {@code [n, canvas size]} within [0, 1], to features, {@code [n, FEATURES]}, 0 or more. */
    Network newFeatures(BatchStatistics statistics) {
        return trunk.newNetwork(parameters, statistics);
    }

    Adam newAdam(double learningRate) {
        return new Adam(parameters, learningRate, 0.9);
    }

    /** The weights by name. */
    StateDict stateDict() {
        StateDict.Builder tensors = StateDict.generating("encoder", graph, "");
        trunk.addTo(tensors);
        return tensors.build();
    }

    @Override
    public void close() {
        parameters.close();
        GraphMemory.free(graph);
    }
}
