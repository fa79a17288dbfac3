package io.gen4j.adversarial;

import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.MovingAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a generator: those that draw images and are saved, and those that learn. They are the same, unless the
 * former are the {@link MovingAverage} of the latter. Then those that learn begin as a copy, made when they are first asked
 * for: weights that were set until then are what the training starts from, and who only draws keeps one set in memory.
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

    /** What takes the one to the other; null if they are the same. */
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
     * The graphs by name: {@code generator}, and {@code generator-learning} where that is another one and a training has
     * begun.
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
        graph.params().close();
        if (learning != null) {
            learning.parameters.close();
            learning.graph.params().close();
        }
    }

    /** The copy that learns, and its way back. */
    private record Learning(ComputationGraph graph, GraphParameters parameters, MovingAverage average) {}
}
