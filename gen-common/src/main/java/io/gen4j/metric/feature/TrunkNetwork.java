package io.gen4j.metric.feature;

import io.gen4j.data.ImageShape;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.Adam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A {@link FeatureTrunk} in a graph that holds its weights. */
abstract class TrunkNetwork implements AutoCloseable {

    private final FeatureTrunk trunk;
    private final ComputationGraph graph;
    private final GraphParameters parameters;

    /** @param graph with the layers of the trunk; freed with this network */
    TrunkNetwork(FeatureTrunk trunk, ComputationGraph graph) {
        this.trunk = trunk;
        this.graph = graph;
        this.parameters = new GraphParameters(graph);
    }

    final FeatureTrunk trunk() {
        return trunk;
    }

    final ComputationGraph graph() {
        return graph;
    }

    final GraphParameters parameters() {
        return parameters;
    }

    /** The shape that images are to be brought to. */
    final ImageShape canvas() {
        return trunk.canvas();
    }

    /** From images, {@code [n, canvas().size()]} within [0, 1], to features, {@code [n, FEATURES]}, 0 or more. */
    final Network newFeatures(BatchStatistics statistics) {
        return trunk.newNetwork(parameters, statistics);
    }

    final Adam newAdam(double learningRate) {
        return new Adam(parameters, learningRate, 0.9);
    }

    /** The weights by name. */
    abstract StateDict stateDict();

    /** The weights as a file's content. */
    final SafetensorsFile toFile(Map<String, String> metadata) {
        return new SafetensorsFile(metadata, StateDict.export(List.of(stateDict())));
    }

    /**
     * Reads the weights. Closes this network if that fails.
     *
     * @throws IOException if the file is missing or damaged, or is for another network
     */
    final void read(Path file) throws IOException {
        try {
            StateDict.load(List.of(stateDict()), SafetensorsFile.read(file).tensors(), file.toString());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public final void close() {
        parameters.close();
        GraphMemory.free(graph);
    }
}
