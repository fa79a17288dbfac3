package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.NativeArrays;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Makes ComputationGraphs with allocated and initialised parameters. Use it for every graph of a model. */
public final class InitializedGraph {

    private InitializedGraph() {}

    /** @throws OutOfMemoryError if memory for the parameters is lacking; the message gives their number */
    public static ComputationGraph of(ComputationGraphConfiguration configuration) {
        long parameters = configuration.getVertices().values().stream()
                .mapToLong(vertex -> vertex.numParams(true))
                .sum();
        ComputationGraph graph = new ComputationGraph(configuration);
        NativeArrays.allocate(graph::init, parameters);
        return graph;
    }

    /**
     * Makes a graph with initial weights.
     *
     * @param initializer draws the weights by a method of {@link GraphParameters}
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
