package io.gen4j.adversarial;

import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.MovingAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a generator: those that draw images and are saved, and those that learn. Without a moving average, they are the
 * same. With a {@link MovingAverage}, the weights that learn are a copy, created on first use. A training therefore starts from
 * weights that were loaded before, and inference keeps a single set in memory.
 */
final class AveragedGraph implements AutoCloseable {

    private final ComputationGraph graph;
    private final GraphParameters parameters;
    private final double decay;
    private @Nullable Learning learning;

    /**
     * @param graph draws the images; closed with this
     * @param decay of the moving average, in [0, 1); 0 for none
     */
    public AveragedGraph(ComputationGraph graph, double decay) {
        this.graph = graph;
        this.parameters = new GraphParameters(graph);
        this.decay = decay;
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
        return decay > 0 ? begun().parameters : parameters;
    }

    /** The moving average from one to the other; null if they are the same. */
    public @Nullable MovingAverage average() {
        return decay > 0 ? begun().average : null;
    }

    private Learning begun() {
        if (learning == null) {
            ComputationGraph copy = graph.clone();
            GraphParameters copied = new GraphParameters(copy);
            learning = new Learning(copy, copied, new MovingAverage(copied, parameters, decay));
        }
        return learning;
    }

    /**
     * The graphs by name: {@code generator}, and {@code generator-learning} if a training with a moving average has begun.
     */
    public Map<String, ComputationGraph> networks() {
        Map<String, ComputationGraph> networks = new LinkedHashMap<>();
        networks.put("generator", graph);
        if (learning != null) {
            networks.put("generator-learning", learning.graph);
        }
        return networks;
    }

    @Override
    public void close() {
        parameters.close();
        GraphMemory.free(graph);
        if (learning != null) {
            learning.parameters.close();
            GraphMemory.free(learning.graph);
        }
    }

    /** The copy that learns, and its moving average. */
    private record Learning(ComputationGraph graph, GraphParameters parameters, MovingAverage average) {}
}
