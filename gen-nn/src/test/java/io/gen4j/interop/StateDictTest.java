package io.gen4j.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.DenseGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

class StateDictTest {

    private ComputationGraph graph;
    private List<StateDict> networks;

    @BeforeEach
    void make() {
        graph = dense();
        networks = List.of(
                StateDict.generating("g", graph, "G.")
                        .linear("left", "dense", 0, 1)
                        .linear("right", "dense", 1, 3)
                        .build(),
                StateDict.training("d", graph, "D.").embedding("label", "table").build());
    }

    @AfterEach
    void close() {
        graph.params().close();
    }

    private static ComputationGraph dense() {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x", "y")
                .addLayer("dense", DenseGraph.layer(2, 3, Activation.IDENTITY), "x")
                .addLayer("table", DenseGraph.embedding(2, 2), "y")
                .setOutputs("dense", "table")
                .build());
        graph.init();
        return graph;
    }

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("G.left.weight", Tensor.of(new float[] {1, 2}, 1, 2));
        tensors.put("G.left.bias", Tensor.of(new float[] {7}, 1));
        tensors.put("G.right.weight", Tensor.of(new float[] {3, 4, 5, 6}, 2, 2));
        tensors.put("G.right.bias", Tensor.of(new float[] {8, 9}, 2));
        tensors.put("D.label.weight", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
        return tensors;
    }

    /** PyTorch's rows are outputs, DL4J's are inputs; a table's rows are labels in both. */
    @Test
    void putsNumbersWhereDl4jLooksForThem() throws InvalidDataException {
        assertEquals(networks, StateDict.load(networks, tensors(), "test"));
        INDArray weights = graph.getLayer("dense").getParam("W");
        assertArrayEquals(new float[][] {{1, 3, 5}, {2, 4, 6}}, weights.toFloatMatrix());
        assertArrayEquals(
                new float[] {7, 8, 9}, graph.getLayer("dense").getParam("b").toFloatVector());
        assertArrayEquals(
                new float[][] {{1, 2}, {3, 4}},
                graph.getLayer("table").getParam("W").toFloatMatrix());
        assertEquals(tensors(), StateDict.export(networks));
    }

    @Test
    void leavesOutNetworksThatOnlyServeTheTraining() throws InvalidDataException {
        float[] before = graph.getLayer("table").getParam("W").dup().data().asFloat();
        Map<String, Tensor> tensors = tensors();
        tensors.remove("D.label.weight");
        assertEquals(networks.subList(0, 1), StateDict.load(networks, tensors, "test"));
        assertArrayEquals(
                before, graph.getLayer("table").getParam("W").dup().data().asFloat());
    }

    @Test
    void refusesWhatDoesNotFitAndChangesNothing() {
        float[] before = graph.params().toFloatVector();
        assertRefused("f.safetensors has no tensor \"G.right.bias\": expected F32 [2]", "G.right.bias", null);
        assertRefused(
                "f.safetensors: tensor \"G.right.bias\" is F32 [3]: expected F32 [2]",
                "G.right.bias",
                Tensor.of(new float[3], 3));
        assertRefused(
                "f.safetensors: tensor \"G.right.bias\" is I64 [2]: expected F32 [2]",
                "G.right.bias",
                Tensor.of(new long[2], 2));
        assertRefused(
                "f.safetensors: tensor \"G.left.weight\" is F32 [2, 1]: expected F32 [1, 2]",
                "G.left.weight",
                Tensor.of(new float[2], 2, 1));
        assertRefused(
                "f.safetensors has a tensor \"left.weight\": expected D.label.weight, G.left.bias, G.left.weight,"
                        + " G.right.bias, G.right.weight",
                "left.weight",
                Tensor.of(new float[2], 1, 2));
        assertArrayEquals(before, graph.params().toFloatVector());
    }

    private void assertRefused(String message, String name, Tensor tensor) {
        Map<String, Tensor> tensors = tensors();
        tensors.remove(name);
        if (tensor != null) {
            tensors.put(name, tensor);
        }
        InvalidDataException e =
                assertThrows(InvalidDataException.class, () -> StateDict.load(networks, tensors, "f.safetensors"));
        assertEquals(message, e.getMessage());
    }

    @Test
    void knowsConvolutionsAndBatchNormalization() throws InvalidDataException {
        ComputationGraph convolutional = new ComputationGraph(DenseGraph.builder()
                .addInputs("x")
                .addLayer(
                        "c",
                        ConvolutionalGraph.convolution(1, 2, new Kernel(2, 1, 0), true, ConvolutionalGraph.identity()),
                        "x")
                .addLayer("n", ConvolutionalGraph.normalization(2), "c")
                .setOutputs("n")
                .setInputTypes(InputType.convolutional(2, 2, 1))
                .build());
        convolutional.init();
        List<StateDict> network = List.of(StateDict.generating("g", convolutional, "")
                .convolution("0", "c")
                .batchNormalization("1", "n")
                .build());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("0.weight", Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 1, 2, 2));
        tensors.put("0.bias", Tensor.of(new float[] {0.5f, -0.5f}, 2));
        tensors.put("1.weight", Tensor.of(new float[] {2, 3}, 2));
        tensors.put("1.bias", Tensor.of(new float[] {10, 20}, 2));
        tensors.put("1.running_mean", Tensor.of(new float[] {1, 1}, 2));
        tensors.put("1.running_var", Tensor.of(new float[] {4, 9}, 2));
        tensors.put("1.num_batches_tracked", Tensor.of(new long[] {Integer.MAX_VALUE}));
        StateDict.load(network, tensors, "test");
        assertEquals(tensors, StateDict.export(network));
        // Sums of products 30 and 70, normalised by hand.
        try (INDArray x = org.nd4j.linalg.factory.Nd4j.createFromArray(1f, 2f, 3f, 4f)
                        .reshape(1, 1, 2, 2);
                INDArray y = convolutional.output(x)[0]) {
            assertEquals(10 + 2 * (30.5 - 1) / 2, y.getDouble(0), 1e-3);
            assertEquals(20 + 3 * (69.5 - 1) / 3, y.getDouble(1), 1e-3);
        }
        for (long count : new long[] {-1, 1L << 31}) {
            tensors.put("1.num_batches_tracked", Tensor.of(new long[] {count}));
            InvalidDataException e =
                    assertThrows(InvalidDataException.class, () -> StateDict.load(network, tensors, "test"));
            assertTrue(e.getMessage().contains("\"1.num_batches_tracked\" is " + count), e.getMessage());
        }
        convolutional.params().close();
    }
}
