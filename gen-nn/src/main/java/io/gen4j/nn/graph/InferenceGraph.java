package io.gen4j.nn.graph;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The part of a DL4J graph that performs one task, such as drawing images: the vertices that its inputs replace, and the
 * vertices that hold its results. Use it to tell an exporter what a model consists of.
 *
 * <pre>{@code
 * InferenceGraph.of("decoder", graph).input(InferenceGraph.LATENT, "mean").output(InferenceGraph.IMAGE, "pixels");
 * }</pre>
 *
 * @param name of the task, and of the exported file: {@code generator}, {@code decoder}, {@code encoder} …
 * @param graph that holds the weights; it stays its owner's
 * @param inputs in the order in which a caller gives them
 * @param outputs in order
 */
public record InferenceGraph(String name, ComputationGraph graph, List<Input> inputs, List<Output> outputs) {

    /** The name of a latent: float, {@code [n, latentSize]}. */
    public static final String LATENT = "z";
    /** The name of images: float, {@code [n, channels * height * width]} in the graph. */
    public static final String IMAGE = "image";
    /** The name of labels: one-hot, {@code [n, labels]} in the graph; an exporter takes their indices. */
    public static final String LABEL = "label";

    /**
     * A vertex that is given from outside. Whatever computes it in the graph is left out.
     *
     * @param name {@link #LATENT}, {@link #IMAGE} or {@link #LABEL}
     * @param vertex an input of the graph, or any other vertex
     */
    public record Input(String name, String vertex) {}

    /**
     * A result.
     *
     * @param name such as {@link #IMAGE}
     * @param vertex that computes it
     * @param from its first column
     * @param to the column after its last one; {@link #ALL} for all columns
     */
    public record Output(String name, String vertex, int from, int to) {

        /** All columns. */
        public static final int ALL = Integer.MAX_VALUE;

        /** Whether this is a part of the vertex's columns. */
        public boolean isPart() {
            return from > 0 || to < ALL;
        }
    }

    /** Keeps its own copies of the lists. */
    public InferenceGraph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A task without inputs and outputs, which {@link #input} and {@link #output} add. */
    public static InferenceGraph of(String name, ComputationGraph graph) {
        return new InferenceGraph(name, graph, List.of(), List.of());
    }

    /** This one with one more input. */
    public InferenceGraph input(String input, String vertex) {
        return new InferenceGraph(name, graph, with(inputs, new Input(input, vertex)), outputs);
    }

    /** This one with one more output. */
    public InferenceGraph output(String output, String vertex) {
        return output(output, vertex, 0, Output.ALL);
    }

    /** This one with columns {@code from} to {@code to - 1} of a vertex as one more output. */
    public InferenceGraph output(String output, String vertex, int from, int to) {
        return new InferenceGraph(name, graph, inputs, with(outputs, new Output(output, vertex, from, to)));
    }

    /** Whether the task is told labels. */
    public boolean takesLabels() {
        return inputs.stream().anyMatch(input -> input.name().equals(LABEL));
    }

    private static <T> List<T> with(List<T> list, T added) {
        List<T> longer = new ArrayList<>(list);
        longer.add(added);
        return longer;
    }
}
