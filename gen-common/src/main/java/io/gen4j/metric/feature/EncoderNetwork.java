package io.gen4j.metric.feature;

import io.gen4j.data.ImageShape;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.random.RandomStreams;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A {@link FeatureTrunk} alone. */
final class EncoderNetwork extends TrunkNetwork {

    /**
     * A network that has learnt nothing.
     *
     * @param shape of the images
     * @param seed of the initial weights
     */
    EncoderNetwork(ImageShape shape, long seed) {
        this(new FeatureTrunk(shape), seed);
    }

    private EncoderNetwork(FeatureTrunk trunk, long seed) {
        super(trunk, newGraph(trunk));
        trunk.initialize(parameters(), new RandomStreams(seed).stream("initial weights", 0));
    }

    private static ComputationGraph newGraph(FeatureTrunk trunk) {
        GraphBuilder builder = DenseGraph.builder();
        builder.setOutputs(trunk.addTo(builder));
        return InitializedGraph.of(builder.build());
    }

    @Override
    StateDict stateDict() {
        StateDict.Builder tensors = StateDict.generating("encoder", graph(), "");
        trunk().addTo(tensors);
        return tensors.build();
    }
}
