package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.ConditionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.random.RandomStreams;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Class-conditional batch normalisation and the projection discriminator, against DL4J's own layers: their outputs, and
 * differences of their outputs in double precision.
 */
class ConditionalLayersTest {

    private static final int[] LABELS = {2, 0, 2, 1, 2};
    private static final int COUNT = 4;
    private static final int N = LABELS.length;

    /** The networks. Each takes some features and a label. */
    enum Kind {
        CONVOLUTIONAL_GENERATOR(6, ConditionalLayersTest::convolutionalGenerator),
        DENSE_GENERATOR(6, ConditionalLayersTest::denseGenerator),
        CONVOLUTIONAL_DISCRIMINATOR(32, ConditionalLayersTest::convolutionalDiscriminator),
        DENSE_DISCRIMINATOR(6, ConditionalLayersTest::denseDiscriminator);

        private final int features;
        private final ComputationGraph graph;
        private final GraphParameters parameters;
        private final INDArray x;
        private final INDArray label;
        private final INDArray input;

        Kind(int features, Supplier<GraphBuilder> builder) {
            this.features = features;
            var random = new RandomStreams(ordinal()).stream("test", 0);
            graph = InitializedGraph.of(builder.get().build(), parameters -> {
                for (INDArray array : parameters.trainable()) {
                    for (int i = 0; i < array.length(); i++) {
                        array.putScalar(i, random.nextGaussian() / 2);
                    }
                }
            });
            parameters = new GraphParameters(graph);
            x = random(random, features);
            label = Nd4j.zeros(DataType.FLOAT, N, COUNT);
            for (int i = 0; i < N; i++) {
                label.putScalar(i, LABELS[i], 1);
            }
            input = Conditions.join(x, LABELS, COUNT);
        }

        boolean isDiscriminator() {
            return this == CONVOLUTIONAL_DISCRIMINATOR || this == DENSE_DISCRIMINATOR;
        }

        /** All layers of a generator, or the logits of a discriminator. */
        Network network() {
            return isDiscriminator()
                    ? Network.logitsOf(parameters)
                    : Network.of(parameters, parameters.path(), BatchStatistics.BATCH);
        }

        INDArray expected(ComputationGraph run, INDArray features) {
            String output = isDiscriminator()
                    ? "outputLogit"
                    : graph.getConfiguration().getNetworkOutputs().get(0);
            INDArray result = run.feedForward(new INDArray[] {features, label.castTo(features.dataType())}, true, false)
                    .get(output);
            return result.reshape(N, result.length() / N);
        }
    }

    private static INDArray random(RandomGenerator random, int columns) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, N, columns);
        for (int i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextDouble(-1, 1));
        }
        return array;
    }

    private static GraphBuilder generator() {
        return DenseGraph.builder()
                .addInputs("x", "label")
                .addLayer("embedding", DenseGraph.embedding(COUNT, 2), "label")
                .addVertex("joined", new MergeVertex(), "x", "embedding");
    }

    private static GraphBuilder convolutionalGenerator() {
        GraphBuilder builder = generator()
                .addLayer(
                        "project",
                        ConvolutionalGraph.transposedConvolution(
                                8, 4, Kernel.covering(2), false, ConvolutionalGraph.identity()),
                        new FeedForwardToCnnPreProcessor(1, 1, 8),
                        "joined");
        String before = ConditionalGraph.addNormalization(
                builder, "project", "label", COUNT, new FeatureMap(4, 2, 2), Activation.LEAKY_RELU);
        return builder.addLayer(
                        "output",
                        ConvolutionalGraph.transposedConvolution(
                                4, 1, Kernel.HALVING, false, DenseGraph.function(Activation.TANH)),
                        before)
                .setOutputs("output");
    }

    private static GraphBuilder denseGenerator() {
        GraphBuilder builder = generator().addLayer("a", DenseGraph.layer(8, 5, Activation.IDENTITY), "joined");
        String a = ConditionalGraph.addNormalization(
                builder, "a", "label", COUNT, new FeatureMap(5, 1, 1), Activation.TANH);
        builder.addLayer("b", DenseGraph.layer(5, 3, Activation.IDENTITY), a)
                .addLayer("bNormalized", ConvolutionalGraph.normalization(3), "b");
        return builder.addLayer("output", DenseGraph.layer(3, 4, Activation.TANH), "bNormalized")
                .setOutputs("output");
    }

    private static GraphBuilder convolutionalDiscriminator() {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("x", "label")
                .addLayer(
                        "down",
                        ConvolutionalGraph.convolution(2, 3, Kernel.HALVING, true, DenseGraph.LEAKY_RELU),
                        new FeedForwardToCnnPreProcessor(4, 4, 2),
                        "x")
                .addLayer(
                        "output",
                        ConvolutionalGraph.convolution(3, 1, Kernel.covering(2), true, ConvolutionalGraph.identity()),
                        "down");
        return builder.setOutputs(ConditionalGraph.addProjection(
                builder, "label", COUNT, "down", new FeatureMap(3, 2, 2), "output", Activation.SIGMOID));
    }

    private static GraphBuilder denseDiscriminator() {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("x", "label")
                .addLayer("a", DenseGraph.layer(6, 5, Activation.LEAKY_RELU), "x")
                .addLayer("output", DenseGraph.layer(5, 1, Activation.IDENTITY), "a");
        return builder.setOutputs(ConditionalGraph.addProjection(
                builder, "label", COUNT, "a", new FeatureMap(5, 1, 1), "output", Activation.SIGMOID));
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatTheGraphGivesInTraining(Kind kind) {
        INDArray expected = kind.expected(kind.graph, kind.x);
        try (Network network = kind.network()) {
            assertTrue(expected.equalsWithEps(network.forward(kind.input), 1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONVOLUTIONAL_GENERATOR", "DENSE_GENERATOR"})
    void givesWhatTheGraphGivesWithRunningStatistics(Kind kind) {
        try (Network training = kind.network();
                Network network = Network.of(kind.parameters)) {
            int before = kind.graph.getConfiguration().getIterationCount();
            for (int i = 0; i < 3; i++) {
                training.forward(kind.input);
            }
            assertEquals(before + 3, kind.graph.getConfiguration().getIterationCount());
            INDArray expected = kind.graph.output(kind.x, kind.label)[0];
            INDArray actual = Nd4j.zeros(DataType.FLOAT, N, expected.length() / N);
            network.forwardInto(kind.input, actual, 0);
            assertTrue(expected.reshape(actual.shape()).equalsWithEps(actual, 1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasTheGradientsOfFiniteDifferences(Kind kind) {
        try (Network network = kind.network()) {
            INDArray coefficients = random(new RandomStreams(3).stream("test", 0), (int)
                    network.forward(kind.input).size(1));
            INDArray byInput = network.backwardToInput(coefficients.dup(), ParameterGradients.WRITE);
            ComputationGraph precise = kind.graph.convertDataType(DataType.DOUBLE);
            INDArray x = kind.x.castTo(DataType.DOUBLE);
            INDArray weights = coefficients.castTo(DataType.DOUBLE);
            DoubleSupplier loss =
                    () -> kind.expected(precise, x).mul(weights).sumNumber().doubleValue();
            Gradients.assertDifferences(precise.params(), loss, kind.parameters.gradients(), 1e-3);
            for (int i = 0; i < N; i++) {
                Gradients.assertDifferences(
                        x.getRow(i), loss, byInput.getRow(i).get(NDArrayIndex.interval(0, kind.features)), 1e-3);
                assertEquals(
                        0,
                        byInput.getRow(i)
                                .get(NDArrayIndex.interval(kind.features, kind.features + COUNT))
                                .amaxNumber()
                                .doubleValue());
            }
            float[] once = kind.parameters.gradients().toFloatVector();
            network.backward(coefficients.dup(), ParameterGradients.SKIP);
            assertArrayEquals(once, kind.parameters.gradients().toFloatVector());
            network.backward(coefficients.dup(), ParameterGradients.ADD);
            assertArrayEquals(
                    Nd4j.createFromArray(once).mul(2).toFloatVector(),
                    kind.parameters.gradients().toFloatVector(),
                    1e-4f);
        }
    }

    /** What R1 needs: the derivative along a direction in the images, and its gradient by the weights. */
    @ParameterizedTest
    @EnumSource(names = {"CONVOLUTIONAL_DISCRIMINATOR", "DENSE_DISCRIMINATOR"})
    void aProjectionHasSecondDerivatives(Kind kind) {
        INDArray direction = random(new RandomStreams(8).stream("test", 0), kind.features);
        try (Network network = kind.network()) {
            network.forward(kind.input);
            Network linear = network.linearized();
            INDArray derivative = linear.forward(Conditions.join(direction, new int[N], COUNT));
            kind.parameters.gradients().assign(7);
            linear.backward(Nd4j.ones(DataType.FLOAT, N, 1), ParameterGradients.WRITE);
            ComputationGraph precise = kind.graph.convertDataType(DataType.DOUBLE);
            INDArray x = kind.x.castTo(DataType.DOUBLE);
            INDArray v = direction.castTo(DataType.DOUBLE).mul(1e-6);
            DoubleSupplier along = () -> kind.expected(precise, x.add(v))
                            .sub(kind.expected(precise, x.sub(v)))
                            .sumNumber()
                            .doubleValue()
                    / 2e-6;
            assertEquals(along.getAsDouble(), derivative.sumNumber().doubleValue(), 1e-4);
            Gradients.assertDifferences(precise.params(), along, kind.parameters.gradients(), 1e-3);
        }
    }

    @Test
    void namesTheEmbeddings() {
        var generator = Kind.CONVOLUTIONAL_GENERATOR.parameters.path().layers().get(0);
        assertEquals("projectScale", generator.affine().scale());
        assertEquals("projectShift", generator.affine().shift());
        assertEquals(Activation.LEAKY_RELU, generator.activation());
        assertEquals(
                "projection",
                Kind.CONVOLUTIONAL_DISCRIMINATOR.parameters.path().projection().orElseThrow());
    }

    /** The sum passes through the last activation, so only logits can be had without it. */
    @Test
    void aProjectionGivesLogitsOnly() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Network.of(Kind.DENSE_DISCRIMINATOR.parameters))
                .getMessage();
        assertTrue(message.contains("Network.logitsOf"), message);
    }

    @Test
    void refusesASumOrAProductThatIsNotALabels() {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("x", "label")
                .addLayer("a", DenseGraph.layer(6, 5, Activation.RELU), "x")
                .addLayer("b", DenseGraph.embedding(COUNT, 5), "label")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .setOutputs("sum");
        GraphParameters parameters = new GraphParameters(InitializedGraph.of(builder.build()));
        String message =
                assertThrows(IllegalArgumentException.class, parameters::path).getMessage();
        assertTrue(message.startsWith("\"sum\" adds an embedding"), message);
    }
}
