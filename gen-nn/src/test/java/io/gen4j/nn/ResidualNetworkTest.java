package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Residual blocks that halve and double the sides, beside DL4J's graph and differences in double precision. */
class ResidualNetworkTest {

    private static final int BATCH = 3;
    private static final int INPUTS = 2 * 4 * 4;

    private final RandomGenerator random = new SplittableRandom(7);
    private final INDArray input = random(BATCH, INPUTS);

    private static IActivation identity() {
        return ConvolutionalGraph.identity();
    }

    /** first: 2 x 4 x 4 to 3 x 4 x 4; a block to 4 x 2 x 2; last: to one number. */
    private static GraphBuilder halving(IActivation activation) {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("x")
                .addLayer(
                        "first",
                        ConvolutionalGraph.convolution(2, 3, Kernel.KEEPING, true, DenseGraph.LEAKY_RELU),
                        new FeedForwardToCnnPreProcessor(4, 4, 2),
                        "x")
                .addLayer(
                        "kept",
                        ConvolutionalGraph.convolution(3, 3, Kernel.KEEPING, true, DenseGraph.LEAKY_RELU),
                        "first")
                .addLayer("down", ConvolutionalGraph.convolution(3, 4, Kernel.HALVING, true, identity()), "kept");
        String end = ConvolutionalGraph.addShortcut(
                builder,
                "down",
                "down",
                "first",
                ConvolutionalGraph.convolution(3, 4, Kernel.HALVING_APART, false, identity()),
                activation);
        return builder.addLayer("last", ConvolutionalGraph.convolution(4, 1, Kernel.covering(2), true, identity()), end)
                .setOutputs("last");
    }

    /** A block behind the input with batch normalisation, from 2 x 4 x 4 to 3 x 8 x 8. */
    private static GraphBuilder doubling() {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("x")
                .addLayer(
                        "first",
                        ConvolutionalGraph.convolution(2, 2, Kernel.KEEPING, false, DenseGraph.LEAKY_RELU),
                        new FeedForwardToCnnPreProcessor(4, 4, 2),
                        "x")
                .addLayer(
                        "up",
                        ConvolutionalGraph.transposedConvolution(2, 3, Kernel.HALVING, false, identity()),
                        "first")
                .addLayer("upNormalized", ConvolutionalGraph.normalization(3), "up")
                .addLayer("upActivated", new ActivationLayer(Activation.RELU), "upNormalized")
                .addLayer(
                        "kept", ConvolutionalGraph.convolution(3, 3, Kernel.KEEPING, false, identity()), "upActivated")
                .addLayer("keptNormalized", ConvolutionalGraph.normalization(3), "kept");
        String end = ConvolutionalGraph.addShortcut(
                builder,
                "kept",
                "keptNormalized",
                "first",
                ConvolutionalGraph.transposedConvolution(2, 3, Kernel.HALVING_APART, false, identity()),
                Activation.RELU.getActivationFunction());
        return builder.addLayer(
                        "last",
                        ConvolutionalGraph.transposedConvolution(
                                3, 1, Kernel.HALVING, true, Activation.TANH.getActivationFunction()),
                        end)
                .setOutputs("last");
    }

    private GraphParameters parameters(GraphBuilder builder) {
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        GraphParameters parameters = new GraphParameters(graph);
        parameters.initializePath(random);
        return parameters;
    }

    /** Always the same numbers, so that no kink lies where a difference is taken. */
    private INDArray random(int rows, int columns) {
        float[][] numbers = new float[rows][columns];
        for (float[] row : numbers) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextFloat() - 0.5f;
            }
        }
        return Nd4j.createFromArray(numbers);
    }

    @Test
    void findsTheShortcutAndTheActivationOfTheSum() {
        LayerPath path = parameters(halving(DenseGraph.LEAKY_RELU)).path();
        assertArrayEquals(new String[] {"first", "kept", "down", "last"}, path.names());
        LayerPath.Layer down = path.layers().get(2);
        assertEquals(new LayerPath.Shortcut("downShortcut", "kept"), down.shortcut());
        assertEquals(io.gen4j.nn.graph.Activation.LEAKY_RELU, down.activation());
    }

    @Test
    void initializesTheShortcutToo() {
        GraphParameters parameters = parameters(halving(DenseGraph.LEAKY_RELU));
        assertTrue(parameters.weights("downShortcut").norm1Number().doubleValue() > 0.5);
    }

    @Test
    void givesWhatTheGraphGivesInTraining() {
        for (GraphBuilder builder : new GraphBuilder[] {halving(DenseGraph.LEAKY_RELU), doubling()}) {
            GraphParameters parameters = parameters(builder);
            INDArray expected = parameters
                    .graph()
                    .feedForward(new INDArray[] {input}, true, false)
                    .get("last");
            try (Network network = Network.of(parameters, parameters.path(), BatchStatistics.BATCH)) {
                INDArray actual = network.forward(input);
                assertTrue(expected.reshape(BATCH, actual.size(1)).equalsWithEps(actual, 1e-5));
            }
        }
    }

    @Test
    void countsABatchOnce() {
        GraphParameters parameters = parameters(doubling());
        try (Network network = Network.of(parameters, parameters.path(), BatchStatistics.BATCH)) {
            network.forward(input);
        }
        assertEquals(1, parameters.graph().getConfiguration().getIterationCount());
    }

    @Test
    void hasTheGradientsOfFiniteDifferences() {
        for (GraphBuilder builder : new GraphBuilder[] {halving(DenseGraph.LEAKY_RELU), doubling()}) {
            GraphParameters parameters = parameters(builder);
            try (Network network = Network.of(parameters, parameters.path(), BatchStatistics.BATCH)) {
                int outputs = (int) network.forward(input).size(1);
                INDArray coefficients = random(BATCH, outputs);
                INDArray byInput = network.backwardToInput(coefficients.dup(), ParameterGradients.WRITE);
                ComputationGraph precise = parameters.graph().convertDataType(DataType.DOUBLE);
                INDArray x = input.castTo(DataType.DOUBLE);
                DoubleSupplier loss = () -> loss(precise, x, coefficients);
                Gradients.assertDifferences(precise.params(), loss, parameters.gradients(), 1e-4);
                Gradients.assertDifferences(x, loss, byInput, 1e-4);
            }
        }
    }

    private static double loss(ComputationGraph precise, INDArray x, INDArray coefficients) {
        INDArray y = precise.feedForward(new INDArray[] {x}, true, false).get("last");
        return y.reshape(coefficients.shape())
                .mul(coefficients.castTo(DataType.DOUBLE))
                .sumNumber()
                .doubleValue();
    }

    @Test
    void addsOrLeavesTheParametersGradientsAsAsked() {
        GraphParameters parameters = parameters(halving(DenseGraph.LEAKY_RELU));
        try (Network network = Network.of(parameters, parameters.path(), BatchStatistics.BATCH)) {
            network.forward(input);
            INDArray gradient = random(BATCH, 1);
            network.backward(gradient.dup(), ParameterGradients.WRITE);
            float[] once = parameters.gradients().toFloatVector();
            network.backwardToInput(gradient.dup(), ParameterGradients.SKIP);
            assertArrayEquals(once, parameters.gradients().toFloatVector());
            network.backward(gradient.dup(), ParameterGradients.ADD);
            assertArrayEquals(parameters.gradients().div(2).toFloatVector(), once, 1e-6f);
        }
    }

    /** The derivative along a direction, and its gradients, by differences in double precision. */
    @Test
    void hasSecondDerivatives() {
        GraphParameters parameters = parameters(halving(DenseGraph.LEAKY_RELU));
        INDArray direction = random(BATCH, INPUTS);
        try (Network network = Network.of(parameters, parameters.path(), BatchStatistics.BATCH)) {
            network.forward(input);
            Network linear = network.linearized();
            INDArray derivative = linear.forward(direction);
            parameters.gradients().assign(9);
            INDArray byDirection =
                    linear.backwardToInput(Nd4j.ones(DataType.FLOAT, BATCH, 1), ParameterGradients.WRITE);

            ComputationGraph precise = parameters.graph().convertDataType(DataType.DOUBLE);
            INDArray x = input.castTo(DataType.DOUBLE);
            INDArray v = direction.castTo(DataType.DOUBLE);
            assertEquals(along(precise, x, v), derivative.sumNumber().doubleValue(), 1e-5);
            Gradients.assertDifferences(precise.params(), () -> along(precise, x, v), parameters.gradients(), 1e-3);
            Gradients.assertDifferences(v, () -> along(precise, x, v), byDirection, 1e-3);
        }
    }

    /** The derivative of the sum of all outputs. */
    private static double along(ComputationGraph precise, INDArray x, INDArray v) {
        double step = 1e-6;
        INDArray difference = precise.output(x.add(v.mul(step)))[0].sub(precise.output(x.sub(v.mul(step)))[0]);
        return difference.sumNumber().doubleValue() / (2 * step);
    }

    @Test
    void hasNoSecondDerivativesWithACurve() {
        GraphParameters parameters = parameters(halving(Activation.TANH.getActivationFunction()));
        try (Network network = Network.of(parameters, parameters.path(), BatchStatistics.BATCH)) {
            network.forward(input);
            assertThrows(UnsupportedOperationException.class, network::linearized);
        }
    }

    @Test
    void refusesBackwardBeforeForward() {
        GraphParameters parameters = parameters(halving(DenseGraph.LEAKY_RELU));
        try (Network network = Network.of(parameters, parameters.path(), BatchStatistics.BATCH)) {
            INDArray gradient = random(BATCH, 1);
            assertThrows(IllegalStateException.class, () -> network.backward(gradient, ParameterGradients.WRITE));
        }
    }

    @Test
    void refusesSumsThatAreNoBlocks() {
        GraphBuilder normalized = halving(DenseGraph.LEAKY_RELU)
                .addLayer("normalized", ConvolutionalGraph.normalization(4), "downSum")
                .setOutputs("normalized");
        assertRefused(normalized, "\"normalized\" normalises the sum of a residual block");
        GraphBuilder curved = halving(DenseGraph.LEAKY_RELU);
        curved.addLayer(
                "late", ConvolutionalGraph.convolution(4, 4, Kernel.KEEPING, true, DenseGraph.LEAKY_RELU), "downSum");
        ConvolutionalGraph.addShortcut(
                curved,
                "late",
                "late",
                "downSum",
                ConvolutionalGraph.convolution(4, 4, Kernel.KEEPING, true, identity()),
                identity());
        assertRefused(
                curved.setOutputs("lateSumActivated"),
                "\"lateSum\" adds a shortcut to \"late\": that must be a convolution, whose activation follows the sum");
    }

    @Test
    void refusesShortcutsThatAreNoConvolutionsOfThePath() {
        GraphBuilder activated = halving(DenseGraph.LEAKY_RELU);
        addKeeping(activated, "late", "downSumActivated", "downSumActivated", DenseGraph.LEAKY_RELU);
        assertRefused(activated.setOutputs("lateSumActivated"), "\"lateSum\" adds late and lateShortcut: only a layer");
        GraphBuilder elsewhere = halving(DenseGraph.LEAKY_RELU)
                .addLayer("side", ConvolutionalGraph.convolution(4, 4, Kernel.KEEPING, true, identity()), "down");
        addKeeping(elsewhere, "late", "downSumActivated", "side", identity());
        assertRefused(
                elsewhere.setOutputs("lateSumActivated"),
                "\"lateShortcut\" takes \"side\", which no layer of the path takes");
    }

    /** Neither block is within the other, so one of the sums would be left out. */
    @Test
    void refusesBlocksThatOverlapOrBeginTogether() {
        for (String from : new String[] {"downSumActivated", "a"}) {
            GraphBuilder builder = halving(DenseGraph.LEAKY_RELU)
                    .addLayer(
                            "a",
                            ConvolutionalGraph.convolution(4, 4, Kernel.KEEPING, true, DenseGraph.LEAKY_RELU),
                            "downSumActivated");
            addKeeping(builder, "b", "a", "downSumActivated", identity());
            addKeeping(builder, "c", "bSumActivated", from, identity());
            assertRefused(
                    builder.setOutputs("cSumActivated"),
                    "the residual blocks that end at \"b\" and \"c\" overlap: one must begin behind the other");
        }
    }

    @Test
    void runsABlockWithinABlock() {
        GraphBuilder builder = halving(DenseGraph.LEAKY_RELU)
                .addLayer(
                        "a",
                        ConvolutionalGraph.convolution(4, 4, Kernel.KEEPING, true, DenseGraph.LEAKY_RELU),
                        "downSumActivated");
        addKeeping(builder, "b", "a", "a", identity());
        addKeeping(builder, "c", "bSumActivated", "downSumActivated", identity());
        GraphParameters parameters = parameters(builder.setOutputs("cSumActivated", "last"));
        INDArray expected = parameters
                .graph()
                .feedForward(new INDArray[] {input}, true, false)
                .get("cSumActivated");
        try (Network network = Network.of(parameters, parameters.path(), BatchStatistics.BATCH)) {
            INDArray actual = network.forward(input);
            assertTrue(expected.reshape(BATCH, actual.size(1)).equalsWithEps(actual, 1e-5));
        }
    }

    /** Adds a convolution that keeps the shape of 4 x 2 x 2, and a shortcut. */
    private static void addKeeping(
            GraphBuilder builder, String layer, String before, String from, IActivation ofShortcut) {
        builder.addLayer(layer, ConvolutionalGraph.convolution(4, 4, Kernel.KEEPING, true, identity()), before);
        ConvolutionalGraph.addShortcut(
                builder,
                layer,
                layer,
                from,
                ConvolutionalGraph.convolution(4, 4, Kernel.KEEPING, true, ofShortcut),
                DenseGraph.LEAKY_RELU);
    }

    private static void assertRefused(GraphBuilder builder, String message) {
        ComputationGraph graph =
                new ComputationGraph(builder.allowDisconnected(true).build());
        graph.init();
        String told = assertThrows(IllegalArgumentException.class, () -> LayerPath.of(graph))
                .getMessage();
        assertTrue(told.startsWith(message), told);
    }
}
