package io.gen4j.nn.graph;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataBuffer;

/** Frees the native memory of a graph's parameters. */
public final class GraphMemory {

    private GraphMemory() {}

    /**
     * Frees the parameters at once; a second call does nothing. {@code graph.params()} is a view, and closing a view frees
     * nothing; this closes the buffer below it. Every array of the graph's parameters counts as closed from then on.
     */
    public static void free(ComputationGraph graph) {
        DataBuffer view = graph.params().data();
        DataBuffer buffer = view.originalDataBuffer() == null ? view : view.originalDataBuffer();
        if (buffer.closeable()) {
            buffer.close();
        }
    }
}
