package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.graph.ParameterGradients;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Kernels take addresses: what does not fit is refused before one is taken. */
class NetworkDoorsTest {

    private final ComputationGraph graph = InitializedGraph.of(DenseGraph.builder()
            .addInputs("x")
            .addLayer("a", DenseGraph.layer(6, 5, Activation.RELU), "x")
            .addLayer("b", DenseGraph.layer(5, 4, Activation.TANH), "a")
            .setOutputs("b")
            .build());
    private final GraphParameters parameters = new GraphParameters(graph);
    private final Network network = Network.of(parameters);

    @AfterEach
    void close() {
        network.close();
        parameters.close();
        GraphMemory.free(graph);
    }

    @Test
    void inputsThatDoNotFitAreRefused() {
        INDArray target = Nd4j.zeros(DataType.FLOAT, 3, 4);
        for (INDArray input : List.of(
                Nd4j.zeros(DataType.FLOAT, 3, 5),
                Nd4j.zeros(DataType.FLOAT, 3, 7),
                Nd4j.zeros(DataType.FLOAT, 6),
                Nd4j.zeros(DataType.FLOAT, 3, 6, 1),
                Nd4j.zeros(DataType.DOUBLE, 3, 6),
                Nd4j.zeros(DataType.FLOAT, 6, 3).transpose(),
                Nd4j.empty(DataType.FLOAT))) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> network.forward(input));
            assertTrue(e.getMessage().startsWith("input has the "), e.getMessage());
            assertThrows(IllegalArgumentException.class, () -> network.forwardInto(input, target, 0));
        }
        assertThrows(NullPointerException.class, () -> network.forward(null));
    }

    @Test
    void targetsAndGradientsThatDoNotFitAreRefused() {
        INDArray input = Nd4j.zeros(DataType.FLOAT, 3, 6);
        for (INDArray target : List.of(Nd4j.zeros(DataType.FLOAT, 2, 4), Nd4j.zeros(DataType.FLOAT, 3, 3))) {
            assertThrows(IllegalArgumentException.class, () -> network.forwardInto(input, target, 0));
        }
        INDArray four = Nd4j.zeros(DataType.FLOAT, 4, 4);
        assertThrows(IllegalArgumentException.class, () -> network.forwardInto(input, four, 2));
        assertThrows(IllegalArgumentException.class, () -> network.forwardInto(input, four, -1));
        network.forward(input);
        assertThrows(IllegalArgumentException.class, () -> network.backward(four, ParameterGradients.WRITE));
        assertThrows(
                IllegalArgumentException.class,
                () -> network.backwardToInput(Nd4j.zeros(DataType.FLOAT, 3, 5), ParameterGradients.WRITE));
    }

    /** A sum of rows past the greatest long is no room. */
    @Test
    void aFirstRowPastAllRowsIsRefused() {
        INDArray input = Nd4j.zeros(DataType.FLOAT, 3, 6);
        INDArray target = Nd4j.zeros(DataType.FLOAT, 5, 4);
        for (long row : new long[] {3, Long.MAX_VALUE, Long.MAX_VALUE - 2, Long.MIN_VALUE}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> network.forwardInto(input, target, row));
            assertTrue(e.getMessage().startsWith("target has 5 rows"), e.getMessage());
        }
    }

    /** Its view would lie outside the gradients. */
    @Test
    void theGradientOfAnotherArrayIsRefused() {
        INDArray own = parameters.parameter("b", "W");
        assertEquals(own.length(), parameters.gradientOf(own).length());
        ComputationGraph other = graph.clone();
        for (INDArray array : List.of(
                Nd4j.zeros(DataType.FLOAT, 5, 4),
                Nd4j.zeros(DataType.FLOAT, 500, 40),
                other.getLayer("b").getParam("W"))) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> parameters.gradientOf(array));
            assertTrue(e.getMessage().startsWith("parameter is no array of this graph"), e.getMessage());
        }
        GraphMemory.free(other);
    }

    @Test
    void aLayerThatDoesNotExistIsNamed() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parameters.weights("c"));
        assertEquals("the graph has no layer \"c\": it has [a, b]", e.getMessage());
    }

    @Test
    void aFreedGraphIsRefused() {
        GraphMemory.free(graph);
        GraphMemory.free(graph);
        assertTrue(graph.params().wasClosed());
        assertThrows(IllegalStateException.class, () -> network.forward(Nd4j.zeros(DataType.FLOAT, 3, 6)));
    }

    /** As an engine's program does, which reads and writes the caller's arrays. */
    @Test
    void aChainLetsItsLastNetworkWriteIntoTheTarget() {
        Network first = Network.of(parameters, parameters.path().to("a"), BatchStatistics.BATCH);
        Network last = Network.of(parameters, parameters.path().from("b"), BatchStatistics.BATCH);
        INDArray input = Nd4j.rand(DataType.FLOAT, 3, 6);
        INDArray expected = network.forward(input).dup();
        INDArray target = Nd4j.zeros(DataType.FLOAT, 5, 4);
        try (NetworkChain chain = new NetworkChain(first, last)) {
            chain.forwardInto(input, target, 2);
        }
        assertEquals(
                expected,
                target.get(NDArrayIndex.interval(2, 5), NDArrayIndex.all()).dup());
    }
}
