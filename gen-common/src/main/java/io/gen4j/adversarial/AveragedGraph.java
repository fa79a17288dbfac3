package io.gen4j.adversarial;

import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.MovingAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a generator: one set draws images and is saved, one set learns. Without a moving average, the sets are
 * the same. With a {@link MovingAverage}, the learning set is a copy, created on first use. A training therefore starts
 * from previously loaded weights, and inference keeps a single set in memory.
 */
final class AveragedGraph implements AutoCloseable {

    private final ComputationGraph graph;
    private final GraphParameters parameters;
    private final double decay;
    private @Nullable Learning learning;

    /**
     * @param graph draws the images; this object closes it
     * @param decay decay of the moving average, in [0, 1); 0 for none
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

    /** The learning parameters. */
    public GraphParameters learning() {
        return decay > 0 ? begun().parameters : parameters;
    }

    /** The moving average from the learning parameters to the drawing ones; null if they are the same. */
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
     * The graphs by name: {@code generator} and, after the start of a training with a moving average, {@code
     * generator-learning}.
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

    /** The learning copy and its moving average. */
    private record Learning(ComputationGraph graph, GraphParameters parameters, MovingAverage average) {}
}
