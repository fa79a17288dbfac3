package io.gen4j.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.Inference;
import io.gen4j.nn.InferenceEngine;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The engine gives what BLAS gives, and what the weights are now. */
class VectorEngineTest {

    private static final int ROWS = 100;
    private static final int INPUTS = 21;
    private static final int OUTPUTS = 37;

    /** Sums of some hundred products, of results up to 20, in another order. */
    private static final float TOLERANCE = 2e-5f;

    private static ComputationGraph graph(int inputs, int hidden, int outputs) {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x")
                .addLayer("hidden", DenseGraph.layer(inputs, hidden, Activation.IDENTITY), "x")
                .addLayer("output", DenseGraph.layer(hidden, outputs, Activation.IDENTITY), "hidden")
                .setOutputs("output")
                .build());
        graph.init();
        try (GraphParameters parameters = new GraphParameters(graph)) {
            parameters.initialize(new SplittableRandom(1), "hidden", "output");
        }
        return graph;
    }

    private static DenseNetwork network(ComputationGraph graph, Activation hidden, Activation output) {
        return new DenseNetwork(
                new GraphParameters(graph),
                new DenseNetwork.Layer("hidden", hidden),
                new DenseNetwork.Layer("output", output));
    }

    /** Numbers whose activations bend. */
    private static INDArray input(int rows, int columns) {
        double[] numbers =
                new SplittableRandom(2).doubles((long) rows * columns, -8, 8).toArray();
        return Nd4j.createFromArray(numbers).reshape(rows, columns).castTo(DataType.FLOAT);
    }

    private static float[] floats(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private static void check(DenseNetwork network, INDArray input, int outputs) {
        float[] expected = floats(network.forward(input));
        assertArrayEquals(expected, floats(new Inference(network, outputs).run(input)), TOLERANCE);
    }

    @Test
    void isInstalled() {
        assertInstanceOf(VectorEngine.class, InferenceEngine.installed().orElseThrow());
        assertEquals(Optional.empty(), new VectorEngine().obstacle());
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activatesAsBlasDoes(Activation activation) {
        ComputationGraph graph = graph(INPUTS, 50, OUTPUTS);
        try (DenseNetwork network = network(graph, activation, activation)) {
            check(network, input(ROWS, INPUTS), OUTPUTS);
        }
    }

    @ParameterizedTest
    @CsvSource({"24, 1, 1, 1", "25, 16, 16, 16", "29, 17, 15, 33", "128, 20, 400, 784", "300, 5, 7, 3"})
    void takesAnySize(int rows, int inputs, int hidden, int outputs) {
        ComputationGraph graph = graph(inputs, hidden, outputs);
        try (DenseNetwork network = network(graph, Activation.RELU, Activation.SIGMOID)) {
            check(network, input(rows, inputs), outputs);
            check(network, input(rows + 7, inputs), outputs);
        }
    }

    @Test
    void writesToTheRowsThatAreAskedForAlone() {
        ComputationGraph graph = graph(INPUTS, 50, OUTPUTS);
        try (DenseNetwork network = network(graph, Activation.RELU, Activation.TANH)) {
            INDArray target = Nd4j.valueArrayOf(new long[] {ROWS + 5, OUTPUTS}, 9f, DataType.FLOAT);
            network.forwardInto(input(ROWS, INPUTS), target, 3);
            assertEquals(3 * 9f * OUTPUTS, target.getRows(0, 1, 2).sumNumber().floatValue());
            assertEquals(
                    2 * 9f * OUTPUTS,
                    target.getRows(ROWS + 3, ROWS + 4).sumNumber().floatValue());
            assertTrue(target.getRows(3, ROWS + 2).maxNumber().floatValue() <= 1);
        }
    }

    /** Any of them, the last one too, and biases. */
    @ParameterizedTest
    @CsvSource({"hidden, W, 0", "hidden, W, 1049", "output, W, 0", "output, W, 1849", "hidden, b, 49", "output, b, 0"})
    void seesAWeightThatChanged(String layer, String key, int index) {
        ComputationGraph graph = graph(INPUTS, 50, OUTPUTS);
        INDArray input = input(ROWS, INPUTS);
        try (DenseNetwork network = network(graph, Activation.IDENTITY, Activation.IDENTITY)) {
            float[] before = floats(new Inference(network, OUTPUTS).run(input));
            INDArray parameter = graph.getLayer(layer).getParam(key);
            parameter.putScalar(index, parameter.getFloat(index) + 1);
            check(network, input, OUTPUTS);
            assertNotEquals(
                    Nd4j.createFromArray(before),
                    Nd4j.createFromArray(floats(new Inference(network, OUTPUTS).run(input))));
        }
    }

    @Test
    void passesOnWhatIsNoNumber() {
        ComputationGraph graph = graph(INPUTS, 50, OUTPUTS);
        INDArray input = input(ROWS, INPUTS);
        input.putScalar(7, 3, Float.NaN);
        try (DenseNetwork network = network(graph, Activation.RELU, Activation.TANH)) {
            INDArray result = new Inference(network, OUTPUTS).run(input);
            for (int row = 0; row < ROWS; row++) {
                assertEquals(row == 7, Float.isNaN(result.getFloat(row, 0)), "row " + row);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fma avx2, '', ''",
        "fma avx2, onednn, oneDNN is faster",
        "fma avx2, another, ''",
        "fma avx2 avx512f, onednn, ''",
        "avx, '', cannot multiply and add",
        "'', onednn, ''"
    })
    void standsBackForAFasterLibrary(String flags, String library, String reason) {
        Set<String> set = flags.isEmpty() ? Set.of() : Set.of(flags.split(" "));
        String obstacle = VectorEngine.obstacle(set, library).orElse("");
        assertTrue(reason.isEmpty() ? obstacle.isEmpty() : obstacle.contains(reason), obstacle);
    }
}
