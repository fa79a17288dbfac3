package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.NativeArrays;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Makes graphs whose parameters have their place in memory and their first values. */
public final class InitializedGraph {

    private InitializedGraph() {}

    /** @throws OutOfMemoryError if there is no room for the parameters; the message says how many there are */
    public static ComputationGraph of(ComputationGraphConfiguration configuration) {
        long parameters = configuration.getVertices().values().stream()
                .mapToLong(vertex -> vertex.numParams(true))
                .sum();
        ComputationGraph graph = new ComputationGraph(configuration);
        NativeArrays.allocate(graph::init, parameters);
        return graph;
    }

    /**
     * A graph with initial weights.
     *
     * @param initializer draws them, through one of the methods of the parameters
     * @throws OutOfMemoryError as {@link #of(ComputationGraphConfiguration)}
     */
    public static ComputationGraph of(
            ComputationGraphConfiguration configuration, Consumer<GraphParameters> initializer) {
        ComputationGraph graph = of(configuration);
        try (GraphParameters parameters = new GraphParameters(graph)) {
            initializer.accept(parameters);
        }
        return graph;
    }
}
