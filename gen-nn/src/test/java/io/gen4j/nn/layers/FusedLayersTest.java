package io.gen4j.nn.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.DenseGraph;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Our layers in graphs of DL4J's, with its workspaces, beside its own layers in double precision. */
class FusedLayersTest {

    private static final int BATCH = 6;
    private static final int OUTPUTS = 3;

    /** What batch normalisation remembers moves in the pass forward, and DL4J's in the update: no gradients. */
    private static final Set<String> STATISTICS = Set.of("layer_mean", "layer_var");

    /**
     * A layer of ours and DL4J's.
     *
     * @param ours made anew whenever it is asked for
     */
    record Pair(String name, InputType input, Supplier<Layer> ours, Supplier<Layer> theirs) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Pair> layers() {
        List<Pair> pairs = new ArrayList<>();
        for (IActivation f : List.of(
                DenseGraph.LEAKY_RELU,
                Activation.IDENTITY.getActivationFunction(),
                Activation.RELU.getActivationFunction(),
                Activation.TANH.getActivationFunction(),
                Activation.SIGMOID.getActivationFunction(),
                Activation.SOFTSIGN.getActivationFunction())) {
            pairs.add(new Pair(
                    "dense " + f,
                    InputType.feedForward(7),
                    () -> new FusedDenseLayer.Builder().nOut(70).activation(f).build(),
                    () -> new DenseLayer.Builder().nOut(70).activation(f).build()));
        }
        InputType image = InputType.convolutional(6, 8, 2);
        for (boolean bias : new boolean[] {true, false}) {
            pairs.add(new Pair(
                    "convolution, bias " + bias,
                    image,
                    () -> new FusedConvolutionLayer(convolution(bias)),
                    () -> convolution(bias).build()));
            pairs.add(new Pair(
                    "transposed convolution, bias " + bias,
                    image,
                    () -> new FusedDeconvolutionLayer(transposed(bias)),
                    () -> transposed(bias).build()));
        }
        pairs.add(new Pair(
                "convolution that leaves pixels over",
                InputType.convolutional(7, 7, 2),
                () -> new FusedConvolutionLayer(convolution(true)),
                () -> convolution(true).build()));
        pairs.add(new Pair(
                "batch normalisation of images",
                image,
                () -> new FusedBatchNormalization(2),
                () -> ConvolutionalGraph.normalization(2)));
        pairs.add(new Pair(
                "batch normalisation of rows",
                InputType.feedForward(7),
                () -> new FusedBatchNormalization(7),
                () -> ConvolutionalGraph.normalization(7)));
        return pairs.stream();
    }

    private static ConvolutionLayer.Builder convolution(boolean bias) {
        return new ConvolutionLayer.Builder(4, 4)
                .stride(2, 2)
                .padding(1, 1)
                .nOut(5)
                .hasBias(bias)
                .activation(DenseGraph.LEAKY_RELU);
    }

    private static Deconvolution2D.Builder transposed(boolean bias) {
        return new Deconvolution2D.Builder(4, 4)
                .stride(2, 2)
                .padding(1, 1)
                .nOut(5)
                .hasBias(bias)
                .activation(Activation.TANH);
    }

    private static ComputationGraph graph(Layer layer, InputType input, DataType type) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(3)
                .updater(type == DataType.DOUBLE ? new NoOp() : new Sgd(0.05))
                .weightInit(WeightInit.XAVIER)
                .graphBuilder()
                .addInputs("x")
                .addLayer("layer", layer, "x")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .activation(Activation.TANH)
                                .nOut(OUTPUTS)
                                .build(),
                        "layer")
                .setOutputs("out")
                .setInputTypes(input)
                .build());
        graph.init();
        return graph;
    }

    private static INDArray input(Pair pair, DataType type) {
        Nd4j.getRandom().setSeed(11);
        return Nd4j.rand(DataType.DOUBLE, shape(pair)).subi(0.5).castTo(type);
    }

    private static long[] shape(Pair pair) {
        return pair.input instanceof InputType.InputTypeConvolutional image
                ? new long[] {BATCH, image.getChannels(), image.getHeight(), image.getWidth()}
                : new long[] {BATCH, pair.input.arrayElementsPerExample()};
    }

    private static INDArray labels(DataType type) {
        Nd4j.getRandom().setSeed(12);
        return Nd4j.rand(DataType.DOUBLE, BATCH, OUTPUTS).subi(0.5).castTo(type);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void hasTheGradientsOfDoublePrecision(Pair pair) {
        ComputationGraph theirs = graph(pair.theirs.get(), pair.input, DataType.DOUBLE);
        ComputationGraph ours = graph(pair.ours.get(), pair.input, DataType.FLOAT);
        ours.setParams(theirs.params().castTo(DataType.FLOAT));
        double expected = score(theirs, pair, DataType.DOUBLE);
        // Twice, since what the first pass left must not matter to the second.
        score(ours, pair, DataType.FLOAT);
        assertEquals(expected, score(ours, pair, DataType.FLOAT), 1e-5 * expected);
        theirs.gradient().gradientForVariable().forEach((name, gradient) -> {
            if (!STATISTICS.contains(name)) {
                assertArrayEquals(
                        gradient.dup('c').data().asDouble(),
                        ours.gradient().getGradientFor(name).dup('c').data().asDouble(),
                        2e-5,
                        name);
            }
        });
    }

    private static double score(ComputationGraph graph, Pair pair, DataType type) {
        graph.setInputs(input(pair, type));
        graph.setLabels(labels(type));
        graph.computeGradientAndScore();
        return graph.score();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void passesDl4jsGradientCheck(Pair pair) {
        ComputationGraph graph = graph(pair.ours.get(), pair.input, DataType.DOUBLE);
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        try {
            assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                    .net(graph)
                    .inputs(new INDArray[] {input(pair, DataType.DOUBLE)})
                    .labels(new INDArray[] {labels(DataType.DOUBLE)})
                    .epsilon(1e-6)
                    .maxRelError(1e-3)
                    .minAbsoluteError(1e-8)
                    .excludeParams(STATISTICS)
                    .subset(true)
                    .maxPerParam(20)));
        } finally {
            DataTypeUtil.setDTypeForContext(DataType.FLOAT);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void learnsAndIsSavedAndLoaded(Pair pair, @TempDir Path directory) throws IOException {
        ComputationGraph graph = graph(pair.ours.get(), pair.input, DataType.FLOAT);
        INDArray x = input(pair, DataType.FLOAT);
        INDArray y = labels(DataType.FLOAT);
        fit(graph, x, y);
        double first = graph.score();
        for (int i = 0; i < 20; i++) {
            fit(graph, x, y);
        }
        assertTrue(graph.score() < first, first + " became " + graph.score());

        File file = directory.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(graph, file, true);
        ComputationGraph loaded = ModelSerializer.restoreComputationGraph(file, true);
        assertEquals(
                graph.getLayer("layer").conf().getLayer().getClass(),
                loaded.getLayer("layer").conf().getLayer().getClass());
        assertEquals(graph.outputSingle(x), loaded.outputSingle(x));
        fit(graph, x, y);
        fit(loaded, x, y);
        assertEquals(graph.params(), loaded.params());
    }

    private static void fit(ComputationGraph graph, INDArray x, INDArray y) {
        graph.fit(new INDArray[] {x}, new INDArray[] {y});
    }
}
