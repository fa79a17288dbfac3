package io.gen4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.Latents;
import io.gen4j.gan.Gan;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.layers.FusedBatchNormalization;
import io.gen4j.nn.layers.FusedConvolutionLayer;
import io.gen4j.nn.layers.FusedDenseLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Tests of layers in a DL4J user's own graph, against DL4J's {@code output}. */
class LayerConversionTest {

    private static final int PIXELS = 28 * 28;

    /** A model that provides the shapes. The tests do not use its own graph. */
    private final Gan model = Gan.builder().latent(16).hidden(4).build();

    @AfterEach
    void close() {
        model.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {
                "IDENTITY",
                "RELU",
                "LEAKYRELU",
                "TANH",
                "SIGMOID",
                "ELU",
                "SELU",
                "SOFTPLUS",
                "SOFTSIGN",
                "SWISH",
                "HARDTANH"
            })
    void convertsActivations(Activation activation) throws Exception {
        assertConverted(graph(DenseGraph.layer(16, PIXELS, activation)));
    }

    @Test
    void convertsLayersOfPlainDl4j() throws Exception {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("in")
                .addLayer(
                        "fused",
                        new FusedDenseLayer.Builder()
                                .nIn(16)
                                .nOut(16)
                                .activation(Activation.TANH)
                                .build(),
                        "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "in", "fused")
                .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "sum", "fused")
                .addVertex("difference", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), "product", "in")
                .addLayer("drop", new DropoutLayer(0.5), "difference")
                .addLayer(
                        "same",
                        new FusedConvolutionLayer(new ConvolutionLayer.Builder(3, 3)
                                .nIn(1)
                                .nOut(2)
                                .convolutionMode(ConvolutionMode.Same)
                                .activation(Activation.RELU)),
                        new FeedForwardToCnnPreProcessor(4, 4, 1),
                        "drop")
                .addLayer("normalized", new FusedBatchNormalization(2), "same")
                .addLayer(
                        "locked",
                        new BatchNormalization.Builder(true)
                                .gamma(1.5)
                                .beta(0.25)
                                .useLogStd(true)
                                .nIn(2)
                                .nOut(2)
                                .build(),
                        "normalized")
                .addLayer("active", new ActivationLayer(Activation.SOFTSIGN), "locked")
                .addLayer(
                        "image",
                        new Deconvolution2D.Builder(7, 7)
                                .stride(7, 7)
                                .nIn(2)
                                .nOut(1)
                                .activation(Activation.TANH)
                                .build(),
                        "active");
        assertConverted(InitializedGraph.of(builder.setOutputs("image").build()));
    }

    @Test
    void convertsAnOutputLayer() throws Exception {
        assertConverted(graph(new OutputLayer.Builder(LossFunction.MSE)
                .nIn(16)
                .nOut(PIXELS)
                .activation(Activation.SIGMOID)
                .build()));
    }

    @Test
    void namesALayerWithoutCounterpart() {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("in")
                .addLayer(
                        "pool",
                        new SubsamplingLayer.Builder()
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build(),
                        new FeedForwardToCnnPreProcessor(4, 4, 1),
                        "in");
        assertRefused(
                builder.setOutputs("pool"),
                "layer \"pool\" of the generator is a SubsamplingLayer, which has no ONNX export: use one of DenseLayer, ");
    }

    @Test
    void namesAnActivationWithoutCounterpart() {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("in")
                .addLayer("image", DenseGraph.layer(16, PIXELS, Activation.CUBE), "in");
        assertRefused(
                builder.setOutputs("image"),
                "layer \"image\" of the generator has the activation cube, which has no ONNX export: choose another");
    }

    @Test
    void namesAVertexWithoutCounterpart() {
        GraphBuilder builder = DenseGraph.builder().addInputs("in").addVertex("scaled", new ScaleVertex(2), "in");
        assertRefused(
                builder.setOutputs("scaled"),
                "\"scaled\" of the generator is a ScaleVertex, which has no ONNX export: use one of LayerVertex, ");
    }

    @Test
    void namesAnInputThatIsMissing() {
        ComputationGraph graph = graph(DenseGraph.layer(16, PIXELS, Activation.TANH));
        InferenceGraph task = InferenceGraph.of("generator", graph).output(InferenceGraph.IMAGE, "image");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> OnnxModel.of(task, model));
        assertEquals("the generator needs the graph's input \"in\", which is none of its own", e.getMessage());
    }

    private void assertRefused(GraphBuilder builder, String message) {
        String output = builder.getNetworkOutputs().get(0);
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> OnnxModel.of(task(graph, output), model));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    private static ComputationGraph graph(Layer layer) {
        return InitializedGraph.of(DenseGraph.builder()
                .addInputs("in")
                .addLayer("image", layer, "in")
                .setOutputs("image")
                .build());
    }

    private static InferenceGraph task(ComputationGraph graph, String output) {
        return InferenceGraph.of("generator", graph)
                .input(InferenceGraph.LATENT, "in")
                .output(InferenceGraph.IMAGE, output);
    }

    private void assertConverted(ComputationGraph graph) throws Exception {
        graph.params().addi(Nd4j.rand(graph.params().shape()).muli(0.1));
        INDArray latents = Latents.normal(5, 16, 1);
        try (Runtime generator = new Runtime(OnnxModel.of(task(graph, "image"), model))) {
            INDArray actual = generator.with("z", latents, 5, 16).run("image");
            INDArray expected = graph.outputSingle(latents).reshape('c', 5, PIXELS);
            double largest = expected.sub(actual).amaxNumber().doubleValue();
            assertTrue(largest < 1e-5, "the largest difference is " + largest);
        }
    }
}
