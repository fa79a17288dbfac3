package io.gen4j.nn.graph;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataBuffer;

/** Frees the native memory of a graph's parameters. Use it when a model closes. */
public final class GraphMemory {

    private GraphMemory() {}

    /**
     * Frees the parameters at once; a second call does nothing. {@code graph.params()} is a view, and closing a view
     * frees nothing. This method closes the underlying buffer. All arrays of the graph's parameters are closed
     * afterwards.
     */
    public static void free(ComputationGraph graph) {
        DataBuffer view = graph.params().data();
        DataBuffer buffer = view.originalDataBuffer() == null ? view : view.originalDataBuffer();
        if (buffer.closeable()) {
            buffer.close();
        }
    }
}
