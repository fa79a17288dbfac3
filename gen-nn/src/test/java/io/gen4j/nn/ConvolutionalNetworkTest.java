package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.ConvolutionalNetwork.Layer;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network with each kind of layer, held against DL4J's own layers in double precision. */
class ConvolutionalNetworkTest {

    private static final int BATCH = 5;
    private static final int INPUTS = 2 * 3 * 3;
    private static final int OUTPUTS = 3 * 3 * 3;
    private static final List<Layer> LAYERS = List.of(
            new Layer("up", "upNormalized", io.gen4j.nn.graph.Activation.LEAKY_RELU),
            new Layer("down", "downNormalized", io.gen4j.nn.graph.Activation.RELU),
            new Layer("top", io.gen4j.nn.graph.Activation.TANH),
            new Layer("bottom", io.gen4j.nn.graph.Activation.IDENTITY));

    private final RandomGenerator random = new RandomStreams(5).stream("test", 0);
    private ComputationGraph graph;
    private GraphParameters parameters;
    private ConvolutionalNetwork network;
    private INDArray input;
    private INDArray coefficients;

    @BeforeEach
    void build() {
        graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x")
                .addLayer("up", ConvolutionalGraph.transposedConvolution(2, 4, Kernel.HALVING, false, identity()), "x")
                .addLayer("upNormalized", ConvolutionalGraph.normalization(4), "up")
                .addLayer("upActivated", new ActivationLayer(DenseGraph.LEAKY_RELU), "upNormalized")
                .addLayer(
                        "down", ConvolutionalGraph.convolution(4, 3, Kernel.HALVING, false, identity()), "upActivated")
                .addLayer("downNormalized", ConvolutionalGraph.normalization(3), "down")
                .addLayer("downActivated", new ActivationLayer(Activation.RELU), "downNormalized")
                .addLayer(
                        "top",
                        ConvolutionalGraph.convolution(
                                3, 4, Kernel.covering(3), true, Activation.TANH.getActivationFunction()),
                        "downActivated")
                .addLayer(
                        "bottom",
                        ConvolutionalGraph.transposedConvolution(4, 3, Kernel.covering(3), true, identity()),
                        "top")
                .inputPreProcessor("up", new FeedForwardToCnnPreProcessor(3, 3, 2))
                .setOutputs("bottom")
                .build());
        graph.init();
        parameters = new GraphParameters(graph);
        parameters.initialize(random, "up", "down", "top", "bottom");
        parameters.initializeNormalization(random, 0.2, "upNormalized", "downNormalized");
        network = network(BatchStatistics.BATCH);
        // Always the same numbers, none at a kink, where finite differences are no gradients; here, since DL4J seeds
        // anew.
        Nd4j.getRandom().setSeed(5);
        input = Nd4j.rand(DataType.FLOAT, BATCH, INPUTS).subi(0.5);
        coefficients = Nd4j.rand(DataType.FLOAT, BATCH, OUTPUTS).subi(0.5);
    }

    private static IActivation identity() {
        return ConvolutionalGraph.identity();
    }

    private ConvolutionalNetwork network(BatchStatistics statistics) {
        return new ConvolutionalNetwork(parameters, new FeatureMap(2, 3, 3), statistics, LAYERS);
    }

    @Test
    void givesWhatTheGraphGivesInTraining() {
        INDArray expected =
                graph.feedForward(new INDArray[] {input}, true, false).get("bottom");

        assertTrue(expected.reshape(BATCH, OUTPUTS).equalsWithEps(network.forward(input), 1e-5));
    }

    @Test
    void givesWhatTheGraphGivesWithRunningStatistics() {
        for (int i = 0; i < 3; i++) {
            network.forward(Nd4j.rand(DataType.FLOAT, 4 + i, INPUTS));
        }
        INDArray expected = graph.output(input)[0].reshape(BATCH, OUTPUTS);

        assertTrue(expected.equalsWithEps(network(BatchStatistics.RUNNING).forward(input), 1e-5));
    }

    /** Momentum 0.1, and the variance over n - 1: what PyTorch documents of BatchNorm2d. */
    @Test
    void runningStatisticsFollowThoseOfTheBatch() {
        network.forward(input);

        INDArray convolved =
                graph.feedForward(new INDArray[] {input}, true, false).get("up");
        INDArray mean = convolved.mean(0, 2, 3);
        INDArray variance = convolved.var(true, 0, 2, 3);
        assertTrue(mean.mul(0.1)
                .equalsWithEps(parameters.parameter("upNormalized", "mean").reshape(4), 1e-6));
        assertTrue(variance.mul(0.1)
                .addi(0.9)
                .equalsWithEps(parameters.parameter("upNormalized", "var").reshape(4), 1e-6));
    }

    @Test
    void hasTheGradientsOfFiniteDifferences() {
        network.forward(input);
        INDArray inputGradient = network.backwardToInput(coefficients.dup(), ParameterGradients.WRITE);

        ComputationGraph precise = graph.convertDataType(DataType.DOUBLE);
        INDArray x = input.castTo(DataType.DOUBLE);
        Gradients.assertDifferences(precise.params(), () -> loss(precise, x), parameters.gradients(), 1e-4);
        Gradients.assertDifferences(x, () -> loss(precise, x), inputGradient, 1e-4);
    }

    private double loss(ComputationGraph precise, INDArray x) {
        INDArray y = precise.feedForward(new INDArray[] {x}, true, false).get("bottom");
        return y.reshape(BATCH, OUTPUTS)
                .mul(coefficients.castTo(DataType.DOUBLE))
                .sumNumber()
                .doubleValue();
    }

    @Test
    void addsOrLeavesTheParametersGradientsAsAsked() {
        network.forward(input);
        INDArray whole = network.backwardToInput(coefficients.dup(), ParameterGradients.WRITE)
                .dup();
        INDArray once = parameters.gradients().dup();
        INDArray alone = network.backwardToInput(coefficients.dup(), ParameterGradients.SKIP);
        assertTrue(whole.equalsWithEps(alone, 1e-6));
        assertArrayEquals(once.toFloatVector(), parameters.gradients().toFloatVector());
        network.backward(coefficients.dup(), ParameterGradients.ADD);
        assertArrayEquals(once.mul(2).toFloatVector(), parameters.gradients().toFloatVector(), 1e-5f);
    }

    /** The derivative along a direction, and its gradients, by differences in double precision. */
    @Test
    void hasSecondDerivativesWhereNothingIsNormalised() {
        ComputationGraph kinked = new ComputationGraph(DenseGraph.builder()
                .addInputs("x")
                .addLayer(
                        "down",
                        ConvolutionalGraph.convolution(2, 3, Kernel.HALVING, true, DenseGraph.LEAKY_RELU),
                        new FeedForwardToCnnPreProcessor(4, 4, 2),
                        "x")
                .addLayer("bottom", ConvolutionalGraph.convolution(3, 1, Kernel.covering(2), true, identity()), "down")
                .setOutputs("bottom")
                .build());
        kinked.init();
        GraphParameters weights = new GraphParameters(kinked);
        weights.initialize(random, "down", "bottom");
        ConvolutionalNetwork piecewise = new ConvolutionalNetwork(
                weights,
                new FeatureMap(2, 4, 4),
                BatchStatistics.BATCH,
                List.of(
                        new Layer("down", io.gen4j.nn.graph.Activation.LEAKY_RELU),
                        new Layer("bottom", io.gen4j.nn.graph.Activation.IDENTITY)));
        INDArray point = random(2, 32);
        INDArray direction = random(2, 32);
        piecewise.forward(point);
        Network linear = piecewise.linearized();
        INDArray derivative = linear.forward(direction);
        weights.gradients().assign(9);
        INDArray byDirection = linear.backwardToInput(Nd4j.ones(DataType.FLOAT, 2, 1), ParameterGradients.WRITE);

        ComputationGraph precise = kinked.convertDataType(DataType.DOUBLE);
        INDArray x = point.castTo(DataType.DOUBLE);
        INDArray v = direction.castTo(DataType.DOUBLE);
        assertEquals(along(precise, x, v), derivative.sumNumber().doubleValue(), 1e-5);
        Gradients.assertDifferences(precise.params(), () -> along(precise, x, v), weights.gradients(), 1e-3);
        Gradients.assertDifferences(v, () -> along(precise, x, v), byDirection, 1e-3);
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

    /** The derivative of the sum of all outputs. */
    private static double along(ComputationGraph precise, INDArray x, INDArray v) {
        double step = 1e-6;
        INDArray difference = precise.output(x.add(v.mul(step)))[0].sub(precise.output(x.sub(v.mul(step)))[0]);
        return difference.sumNumber().doubleValue() / (2 * step);
    }

    @Test
    void hasNoSecondDerivativesWithBatchNormalisation() {
        network.forward(input);
        assertThrows(UnsupportedOperationException.class, network::linearized);
    }

    @Test
    void refusesImagesThatDoNotFitTheKernels() {
        List<Layer> down = List.of(new Layer("down", io.gen4j.nn.graph.Activation.RELU));
        FeatureMap odd = new FeatureMap(4, 7, 7);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ConvolutionalNetwork(parameters, odd, BatchStatistics.BATCH, down));
        FeatureMap grey = new FeatureMap(1, 8, 8);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ConvolutionalNetwork(parameters, grey, BatchStatistics.BATCH, down));
    }
}
