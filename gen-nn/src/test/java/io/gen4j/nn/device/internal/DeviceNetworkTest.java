package io.gen4j.nn.device.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.Gradients;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each kind of layer, held against finite differences of DL4J's layers and against the host's networks. */
class DeviceNetworkTest {

    private static final int BATCH = 5;

    private final RandomGenerator random = new RandomStreams(5).stream("test", 0);

    private GraphParameters parameters(GraphBuilder builder) {
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        GraphParameters parameters = new GraphParameters(graph);
        parameters.initializePath(random);
        LayerPath path = parameters.path();
        for (LayerPath.Layer layer : path.layers()) {
            if (layer.normalization() != null) {
                parameters.initializeNormalization(random, 0.2, layer.normalization());
            }
        }
        return parameters;
    }

    /** Transposed and plain convolutions, with and without bias, batch normalisation, and every activation but a sigmoid. */
    private GraphParameters convolutions() {
        return parameters(DenseGraph.builder()
                .addInputs("x")
                .addLayer(
                        "up",
                        ConvolutionalGraph.transposedConvolution(
                                2, 4, Kernel.HALVING, false, ConvolutionalGraph.identity()),
                        new FeedForwardToCnnPreProcessor(3, 3, 2),
                        "x")
                .addLayer("upNormalized", ConvolutionalGraph.normalization(4), "up")
                .addLayer("upActivated", new ActivationLayer(DenseGraph.LEAKY_RELU), "upNormalized")
                .addLayer(
                        "down",
                        ConvolutionalGraph.convolution(4, 3, Kernel.HALVING, false, ConvolutionalGraph.identity()),
                        "upActivated")
                .addLayer("downNormalized", ConvolutionalGraph.normalization(3), "down")
                .addLayer("downActivated", new ActivationLayer(Activation.RELU), "downNormalized")
                .addLayer(
                        "top",
                        ConvolutionalGraph.convolution(
                                3, 4, Kernel.covering(3), true, Activation.TANH.getActivationFunction()),
                        "downActivated")
                .addLayer(
                        "bottom",
                        ConvolutionalGraph.transposedConvolution(
                                4, 3, Kernel.covering(3), true, ConvolutionalGraph.identity()),
                        "top")
                .setOutputs("bottom"));
    }

    /** Biased convolutions, all piecewise linear. */
    private GraphParameters linearConvolutions() {
        return parameters(DenseGraph.builder()
                .addInputs("x")
                .addLayer(
                        "down",
                        ConvolutionalGraph.convolution(2, 3, Kernel.HALVING, true, DenseGraph.LEAKY_RELU),
                        new FeedForwardToCnnPreProcessor(4, 4, 2),
                        "x")
                .addLayer(
                        "top",
                        ConvolutionalGraph.convolution(3, 1, Kernel.covering(2), true, ConvolutionalGraph.identity()),
                        "down")
                .setOutputs("top"));
    }

    /** An embedding of three labels beside four features, leaky layers with dropout, and a sigmoid. */
    private GraphParameters labelled(io.gen4j.nn.graph.Activation last) {
        return parameters(DenseGraph.builder()
                .addInputs("input", "label")
                .addLayer("embedding", DenseGraph.embedding(3, 2), "label")
                .addVertex("joined", new MergeVertex(), "input", "embedding")
                .addLayer("hidden", DenseGraph.layer(6, 7, DenseGraph.LEAKY_RELU), "joined")
                .addLayer("second", DenseGraph.dropInputs(DenseGraph.layer(7, 6, DenseGraph.LEAKY_RELU), 0.3), "hidden")
                .addLayer("output", DenseGraph.layer(6, 2, last), "second")
                .setOutputs("output"));
    }

    /** Two gated layers, and a plain one. */
    private GraphParameters gated() {
        return parameters(DenseGraph.builder()
                .addInputs("x")
                .addLayer("first", DenseGraph.layer(6, 7, Activation.RELU.getActivationFunction()), "x")
                .addLayer("open", DenseGraph.layer(6, 7, Activation.SIGMOID.getActivationFunction()), "x")
                .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "first", "open")
                .addLayer("second", DenseGraph.layer(7, 5, Activation.TANH.getActivationFunction()), "product")
                .addLayer("open2", DenseGraph.layer(7, 5, Activation.SIGMOID.getActivationFunction()), "product")
                .addVertex("product2", new ElementWiseVertex(ElementWiseVertex.Op.Product), "second", "open2")
                .addLayer("output", DenseGraph.layer(5, 2, DenseGraph.LEAKY_RELU), "product2")
                .setOutputs("output"));
    }

    private INDArray draw(long rows, long columns) {
        INDArray array = Nd4j.create(DataType.FLOAT, rows, columns);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextDouble(-1, 1));
        }
        return array;
    }

    private INDArray labelledRows() {
        INDArray rows = draw(BATCH, 7);
        for (int i = 0; i < BATCH; i++) {
            for (int label = 0; label < 3; label++) {
                rows.putScalar(i, 4 + label, label == i % 3 ? 1 : 0);
            }
        }
        return rows;
    }

    private static DeviceNetwork device(GraphParameters parameters, BatchStatistics statistics) {
        return new DeviceNetwork(parameters, parameters.path(), statistics);
    }

    private static Network host(GraphParameters parameters, BatchStatistics statistics) {
        return Network.of(parameters, parameters.path(), statistics);
    }

    private static void assertClose(INDArray expected, INDArray actual, double tolerance, String what) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        assertTrue(expected.amaxNumber().doubleValue() > 0, what + " is 0");
        double difference = expected.sub(actual).amaxNumber().doubleValue();
        assertTrue(
                difference <= tolerance * expected.amaxNumber().doubleValue(),
                () -> what + " differs by " + difference);
    }

    /** Outputs, gradients by the input and by the parameters, and what the passes leave in the parameters. */
    private void assertLikeTheHost(GraphParameters parameters, INDArray input, BatchStatistics statistics) {
        INDArray before = parameters.values().dup();
        INDArray[] host = passes(host(parameters, statistics), parameters, input);
        INDArray[] device;
        parameters.values().assign(before);
        device = passes(device(parameters, statistics), parameters, input);
        String[] names = {"output", "input gradient", "gradients", "added gradients", "parameters", "skipping"};
        for (int i = 0; i < host.length; i++) {
            assertClose(host[i], device[i], 1e-5, names[i]);
        }
    }

    private INDArray[] passes(Network network, GraphParameters parameters, INDArray input) {
        RandomStreams streams = new RandomStreams(1);
        parameters.gradients().assign(0);
        network.randomize(streams.stream("dropout", 1));
        INDArray output = network.forward(input).dup();
        RandomGenerator own = streams.stream("coefficients", 0);
        INDArray coefficients = output.dup();
        for (long i = 0; i < coefficients.length(); i++) {
            coefficients.putScalar(i, own.nextDouble(-1, 1));
        }
        INDArray byInput = network.backwardToInput(coefficients.dup(), ParameterGradients.WRITE)
                .dup();
        INDArray gradients = parameters.gradients().dup();
        network.forward(input);
        network.backward(coefficients.dup(), ParameterGradients.ADD);
        INDArray added = parameters.gradients().dup();
        INDArray skipped = network.backwardToInput(coefficients.dup(), ParameterGradients.SKIP)
                .dup();
        INDArray values = parameters.values().dup();
        network.close();
        return new INDArray[] {output, byInput, gradients, added, values, skipped};
    }

    @Test
    void convolutionsAreLikeTheHosts() {
        try (GraphParameters parameters = convolutions()) {
            assertLikeTheHost(parameters, draw(BATCH, 18), BatchStatistics.BATCH);
        }
    }

    @Test
    void labelsDropoutAndTheSigmoidAreLikeTheHosts() {
        try (GraphParameters parameters = labelled(io.gen4j.nn.graph.Activation.SIGMOID)) {
            assertLikeTheHost(parameters, labelledRows(), BatchStatistics.BATCH);
        }
    }

    @Test
    void gatesAreLikeTheHosts() {
        try (GraphParameters parameters = gated();
                Network device = device(parameters, BatchStatistics.BATCH)) {
            assertLikeTheHost(parameters, draw(BATCH, 6), BatchStatistics.BATCH);
            device.forward(draw(BATCH, 6));
            assertThrows(UnsupportedOperationException.class, device::linearized);
        }
    }

    @Test
    void runningStatisticsAreLikeTheHosts() {
        try (GraphParameters parameters = convolutions();
                Network training = device(parameters, BatchStatistics.BATCH);
                Network running = device(parameters, BatchStatistics.RUNNING);
                Network host = host(parameters, BatchStatistics.RUNNING)) {
            for (int i = 0; i < 3; i++) {
                training.forward(draw(4 + i, 18));
            }
            assertEquals(3, parameters.graph().getConfiguration().getIterationCount());
            INDArray input = draw(BATCH, 18);
            assertClose(host.forward(input), running.forward(input), 1e-5, "output");
            INDArray target = Nd4j.zeros(DataType.FLOAT, 2 + BATCH, 27);
            running.forwardInto(input, target, 2);
            assertEquals(0, target.getDouble(1, 26));
            assertEquals(host.forward(input).getDouble(0, 0), target.getDouble(2, 0), 1e-5);
            assertThrows(
                    IllegalStateException.class, () -> running.backward(draw(BATCH, 27), ParameterGradients.WRITE));
        }
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        try (GraphParameters parameters = convolutions();
                DeviceNetwork network = device(parameters, BatchStatistics.BATCH)) {
            INDArray input = draw(BATCH, 18);
            INDArray coefficients = draw(BATCH, 27);
            network.forward(input);
            INDArray byInput = network.backwardToInput(coefficients.dup(), ParameterGradients.WRITE)
                    .dup();
            ComputationGraph precise = parameters.graph().convertDataType(DataType.DOUBLE);
            INDArray x = input.castTo(DataType.DOUBLE);
            Gradients.assertDifferences(
                    precise.params(), () -> loss(precise, x, coefficients), parameters.gradients(), 1e-4);
            Gradients.assertDifferences(x, () -> loss(precise, x, coefficients), byInput, 1e-4);
        }
    }

    private static double loss(ComputationGraph precise, INDArray x, INDArray coefficients) {
        INDArray y = precise.feedForward(new INDArray[] {x}, true, false).get("bottom");
        return y.reshape(coefficients.shape())
                .mul(coefficients.castTo(DataType.DOUBLE))
                .sumNumber()
                .doubleValue();
    }

    /** The derivative along a direction, and its gradient by the parameters: the second derivatives of a penalty. */
    @Test
    void linearApproximationsAreLikeTheHosts() {
        try (GraphParameters convolutions = linearConvolutions();
                GraphParameters labelled = labelled(io.gen4j.nn.graph.Activation.IDENTITY)) {
            assertLinearLikeTheHost(convolutions, draw(BATCH, 32), draw(BATCH, 32));
            assertLinearLikeTheHost(labelled, labelledRows(), labelledRows());
        }
    }

    private void assertLinearLikeTheHost(GraphParameters parameters, INDArray input, INDArray direction) {
        INDArray[][] results = new INDArray[2][];
        List<Consumer<Network>> both = List.of(
                network -> results[0] = linear(network, parameters, input, direction),
                network -> results[1] = linear(network, parameters, input, direction));
        try (Network host = host(parameters, BatchStatistics.BATCH);
                Network device = device(parameters, BatchStatistics.BATCH)) {
            both.get(0).accept(host);
            both.get(1).accept(device);
        }
        assertClose(results[0][0], results[1][0], 1e-5, "derivative");
        assertClose(results[0][1], results[1][1], 1e-5, "gradients");
    }

    private static INDArray[] linear(Network network, GraphParameters parameters, INDArray input, INDArray direction) {
        parameters.gradients().assign(0);
        network.randomize(new RandomStreams(1).stream("dropout", 1));
        network.forward(input);
        Network linear = network.linearized();
        INDArray derivative = linear.forward(direction).dup();
        INDArray ones = Nd4j.ones(DataType.FLOAT, derivative.shape());
        linear.backward(ones, ParameterGradients.ADD);
        return new INDArray[] {derivative, parameters.gradients().dup()};
    }

    @Test
    void curvesAndNormalisationHaveNoLinearApproximation() {
        try (GraphParameters parameters = convolutions();
                Network network = device(parameters, BatchStatistics.BATCH)) {
            network.forward(draw(BATCH, 18));
            assertThrows(UnsupportedOperationException.class, network::linearized);
        }
    }
}
