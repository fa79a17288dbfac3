package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The part of a DL4J graph that performs one task, such as generating images. It names the vertices that the inputs
 * replace, and the vertices with the results. Use it to tell an exporter how to run a model.
 *
 * <pre>{@code
 * InferenceGraph.of("decoder", graph).input(InferenceGraph.LATENT, "mean").output(InferenceGraph.IMAGE, "pixels");
 * }</pre>
 *
 * @param name the name of the task, and of the exported file: {@code generator}, {@code decoder}, {@code encoder} …
 * @param graph the graph with the weights; it keeps its owner
 * @param inputs the inputs in the order of the arguments
 * @param outputs the outputs in order
 */
public record InferenceGraph(String name, ComputationGraph graph, List<Input> inputs, List<Output> outputs) {

    /** The name of a latent: float, {@code [n, latentSize]}. */
    public static final String LATENT = "z";
    /** The name of images: float, {@code [n, channels * height * width]} in the graph. */
    public static final String IMAGE = "image";
    /** The name of labels: one-hot, {@code [n, labels]} in the graph; an exporter takes their indices. */
    public static final String LABEL = "label";

    /**
     * An input: a vertex whose value comes from the caller. The layers before it are left out.
     *
     * @param name {@link #LATENT}, {@link #IMAGE} or {@link #LABEL}
     * @param vertex an input of the graph, or any other vertex
     */
    public record Input(String name, String vertex) {
        /** Refuses null. */
        public Input {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(vertex, "vertex");
        }
    }

    /**
     * An output.
     *
     * @param name the name, such as {@link #IMAGE}
     * @param vertex the vertex that computes it
     * @param from the first column
     * @param to the column after the last one; {@link #ALL} for all columns
     */
    public record Output(String name, String vertex, int from, int to) {

        /** @throws IllegalArgumentException if there is no column between {@code from} and {@code to} */
        public Output {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(vertex, "vertex");
            Arguments.requireAtLeast("from", from, 0);
            Arguments.requireAtLeast("to", to, from + 1L);
        }

        /** All columns. */
        public static final int ALL = Integer.MAX_VALUE;

        /** Whether the output is only a part of the vertex's columns. */
        public boolean isPart() {
            return from > 0 || to < ALL;
        }
    }

    /** Copies the lists. */
    public InferenceGraph {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(graph, "graph");
        inputs = Arguments.copyOf("inputs", inputs);
        outputs = Arguments.copyOf("outputs", outputs);
    }

    /** Starts a task. Add inputs and outputs with {@link #input} and {@link #output}. */
    public static InferenceGraph of(String name, ComputationGraph graph) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(graph, "graph");
        return new InferenceGraph(name, graph, List.of(), List.of());
    }

    /** Returns this task with one more input. */
    public InferenceGraph input(String input, String vertex) {
        Objects.requireNonNull(input, "input");
        return new InferenceGraph(name, graph, with(inputs, new Input(input, vertex)), outputs);
    }

    /** Returns this task with one more output. */
    public InferenceGraph output(String output, String vertex) {
        Objects.requireNonNull(output, "output");
        return output(output, vertex, 0, Output.ALL);
    }

    /** Returns this task with one more output: columns {@code from} to {@code to - 1} of a vertex. */
    public InferenceGraph output(String output, String vertex, int from, int to) {
        Objects.requireNonNull(output, "output");
        return new InferenceGraph(name, graph, inputs, with(outputs, new Output(output, vertex, from, to)));
    }

    /** Whether the task takes labels. */
    public boolean takesLabels() {
        return inputs.stream().anyMatch(input -> input.name().equals(LABEL));
    }

    private static <T> List<T> with(List<T> list, T added) {
        List<T> longer = new ArrayList<>(list);
        longer.add(added);
        return longer;
    }
}
