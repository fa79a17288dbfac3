package io.gen4j.train;

import io.gen4j.nn.GraphParameters;
import io.gen4j.nn.MovingAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a generator: those that draw images and are saved, and those that learn. They are the same, unless the
 * former are the {@link MovingAverage} of the latter.
 */
public final class AveragedGraph implements AutoCloseable {

    private final ComputationGraph graph;
    private final GraphParameters parameters;
    private final ComputationGraph learningGraph;
    private final GraphParameters learning;
    private final @Nullable MovingAverage average;

    /**
     * @param graph draws the images; closed with this
     * @param decay of the moving average, in [0, 1); 0 for none
     */
    public AveragedGraph(ComputationGraph graph, double decay) {
        this.graph = graph;
        this.parameters = new GraphParameters(graph);
        this.learningGraph = decay > 0 ? graph.clone() : graph;
        this.learning = decay > 0 ? new GraphParameters(learningGraph) : parameters;
        this.average = decay > 0 ? new MovingAverage(learning, parameters, decay) : null;
    }

    /** The graph that draws images. */
    public ComputationGraph graph() {
        return graph;
    }

    /** The parameters of {@link #graph()}. */
    public GraphParameters parameters() {
        return parameters;
    }

    /** The parameters that learn. */
    public GraphParameters learning() {
        return learning;
    }

    /** What takes the one to the other; null if they are the same. */
    public @Nullable MovingAverage average() {
        return average;
    }

    /** The graphs by name: {@code generator}, and {@code generator-learning} where that is another one. */
    public Map<String, ComputationGraph> networks() {
        Map<String, ComputationGraph> networks = new LinkedHashMap<>();
        networks.put("generator", graph);
        if (average != null) {
            networks.put("generator-learning", learningGraph);
        }
        return networks;
    }

    @Override
    public void close() {
        parameters.close();
        graph.params().close();
        if (average != null) {
            learning.close();
            learningGraph.params().close();
        }
    }
}
