package io.gen4j.metric.feature;

import io.gen4j.data.ImageShape;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.random.RandomStreams;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A {@link FeatureTrunk}, and logits from its features. */
final class ClassifierNetwork extends TrunkNetwork {

    private static final String LOGITS = "logits";

    /**
     * A network that has learnt nothing.
     *
     * @param shape of the images
     * @param labels at least 2
     * @param seed of the initial weights
     */
    ClassifierNetwork(ImageShape shape, int labels, long seed) {
        this(new FeatureTrunk(shape), labels, seed);
    }

    private ClassifierNetwork(FeatureTrunk trunk, int labels, long seed) {
        super(trunk, newGraph(trunk, labels));
        RandomGenerator random = new RandomStreams(seed).stream("initial weights", 0);
        trunk.initialize(parameters(), random);
        parameters().initialize(random, LOGITS);
    }

    private static ComputationGraph newGraph(FeatureTrunk trunk, int labels) {
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

    /** From features to logits, {@code [n, labels]}. */
    Network newLogits() {
        return new DenseNetwork(parameters(), new DenseNetwork.Layer(LOGITS, Activation.IDENTITY));
    }

    @Override
    StateDict stateDict() {
        StateDict.Builder tensors = StateDict.generating("classifier", graph(), "");
        trunk().addTo(tensors);
        return tensors.linear(LOGITS, LOGITS).build();
    }
}
