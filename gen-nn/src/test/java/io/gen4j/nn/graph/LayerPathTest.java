package io.gen4j.nn.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.LayerPath.Kind;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationELU;

class LayerPathTest {

    private static LayerPath path(GraphBuilder builder, String output) {
        return LayerPath.of(InitializedGraph.of(builder.setOutputs(output).build()));
    }

    private static GraphBuilder dense() {
        return DenseGraph.builder()
                .addInputs("x")
                .addLayer("a", DenseGraph.layer(3, 4, Activation.RELU), "x")
                .addLayer("b", DenseGraph.layer(4, 2, Activation.SIGMOID), "a");
    }

    @Test
    void hasTheLayersInOrder() {
        LayerPath path = path(dense(), "b");
        assertArrayEquals(new String[] {"a", "b"}, path.names());
        assertEquals(Activation.RELU, path.layers().get(0).activation());
        assertEquals(Activation.SIGMOID, path.last().activation());
        assertEquals(Activation.IDENTITY, path.logits().last().activation());
        assertEquals(Optional.empty(), path.embedding());
        assertArrayEquals(new String[] {"a"}, path.to("a").names());
        assertArrayEquals(new String[] {"b"}, path.from("b").names());
        assertThrows(IllegalArgumentException.class, () -> path.from("c"));
    }

    @Test
    void joinsNormalizationAndActivationToTheConvolutionBeforeThem() {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("x")
                .addLayer(
                        "down",
                        ConvolutionalGraph.convolution(1, 2, Kernel.HALVING, false, ConvolutionalGraph.identity()),
                        new FeedForwardToCnnPreProcessor(4, 4, 1),
                        "x")
                .addLayer("normalized", ConvolutionalGraph.normalization(2), "down")
                .addLayer("activated", new ActivationLayer(DenseGraph.function(Activation.TANH)), "normalized")
                .addLayer(
                        "logits",
                        DenseGraph.layer(8, 3, Activation.IDENTITY),
                        new CnnToFeedForwardPreProcessor(2, 2, 2),
                        "activated");
        LayerPath path = path(builder, "logits");
        assertArrayEquals(new String[] {"down", "logits"}, path.names());
        LayerPath.Layer down = path.layers().get(0);
        assertEquals(Kind.CONVOLUTION, down.kind());
        assertEquals("normalized", down.normalization());
        assertEquals(Activation.TANH, down.activation());
        assertEquals(new FeatureMap(1, 4, 4), down.map());
        assertEquals(Kind.DENSE, path.last().kind());
        assertTrue(path.isNormalized());
        assertFalse(path.from("logits").isNormalized());
    }

    @Test
    void findsTheEmbeddingBehindTheInput() {
        GraphBuilder builder = DenseGraph.builder()
                .addInputs("x", "label")
                .addLayer("table", DenseGraph.embedding(10, 2), "label")
                .addVertex("joined", new MergeVertex(), "x", "table")
                .addLayer("a", DenseGraph.layer(5, 4, Activation.RELU), "joined")
                .addLayer("b", DenseGraph.layer(4, 1, Activation.IDENTITY), "a");
        LayerPath path = path(builder, "b");
        assertEquals(Optional.of("table"), path.embedding());
        assertEquals(Optional.of("table"), path.to("a").embedding());
        assertEquals(Optional.empty(), path.from("b").embedding());
    }

    @Test
    void givesDropoutToTheLayerWhoseOutputsAreDropped() {
        for (double probability : new double[] {0.1, 0.3, 0.4, 0.7}) {
            DenseLayer second = DenseGraph.layer(4, 2, Activation.IDENTITY);
            second.setIDropout(new Dropout(1 - probability));
            GraphBuilder builder = DenseGraph.builder()
                    .addInputs("x")
                    .addLayer("a", DenseGraph.layer(3, 4, Activation.RELU), "x")
                    .addLayer("b", second, "a");
            LayerPath path = path(builder, "b");
            assertEquals(probability, path.layers().get(0).dropout());
            assertEquals(0, path.last().dropout());
        }
    }

    /** A layer that the fast network would leave out or run in another way must not be passed over. */
    private static GraphBuilder gated(Activation gate, ElementWiseVertex.Op op) {
        return dense().addLayer("v", DenseGraph.layer(2, 3, Activation.IDENTITY), "b")
                .addLayer("g", DenseGraph.layer(2, 3, gate), "b")
                .addVertex("vg", new ElementWiseVertex(op), "v", "g");
    }

    @Test
    void findsTheGateOfADenseLayer() {
        GraphBuilder builder = gated(Activation.SIGMOID, ElementWiseVertex.Op.Product)
                .addLayer("last", DenseGraph.layer(3, 1, Activation.IDENTITY), "vg");
        LayerPath path = path(builder, "last");
        assertArrayEquals(new String[] {"a", "b", "v", "last"}, path.names());
        assertEquals("g", path.layers().get(2).gate());
        assertNull(path.layers().get(3).gate());
    }

    @Test
    void refusesProductsThatAreNoGates() {
        assertRefused(gated(Activation.TANH, ElementWiseVertex.Op.Product), "vg", "only a dense layer and its gate");
        assertRefused(gated(Activation.SIGMOID, ElementWiseVertex.Op.Add), "vg", "\"vg\" is a ElementWiseVertex");
        assertRefused(
                dense().addLayer("v", DenseGraph.layer(2, 3, Activation.IDENTITY), "b")
                        .addLayer("g", DenseGraph.layer(4, 3, Activation.SIGMOID), "a")
                        .addVertex("vg", new ElementWiseVertex(ElementWiseVertex.Op.Product), "v", "g"),
                "vg",
                "with the same input");
        assertRefused(
                gated(Activation.SIGMOID, ElementWiseVertex.Op.Product)
                        .addLayer("after", new ActivationLayer(DenseGraph.function(Activation.TANH)), "vg"),
                "after",
                "before the gate alone");
    }

    @Test
    void refusesWhatNoFastNetworkRuns() {
        assertRefused(
                dense().addLayer(
                                "c",
                                new DenseLayer.Builder()
                                        .nIn(2)
                                        .nOut(1)
                                        .activation(new ActivationELU())
                                        .build(),
                                "b"),
                "c",
                "\"c\" has the activation elu");
        assertRefused(
                DenseGraph.builder()
                        .addInputs("x")
                        .addLayer(
                                "pool",
                                new SubsamplingLayer.Builder().kernelSize(2, 2).build(),
                                new FeedForwardToCnnPreProcessor(4, 4, 1),
                                "x"),
                "pool",
                "\"pool\" is a SubsamplingLayer");
        assertRefused(
                dense().addLayer("c", DenseGraph.layer(2, 2, Activation.RELU), "b")
                        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "c", "b"),
                "sum",
                "\"sum\" is a ElementWiseVertex");
        assertRefused(
                dense().addVertex("both", new MergeVertex(), "b", "a")
                        .addLayer("c", DenseGraph.layer(6, 1, Activation.IDENTITY), "both"),
                "c",
                "\"both\" joins \"a\"");
        DenseLayer first = DenseGraph.layer(3, 4, Activation.RELU);
        first.setIDropout(new Dropout(0.5));
        assertRefused(DenseGraph.builder().addInputs("x").addLayer("a", first, "x"), "a", "put a layer before it");
        DenseLayer noisy = DenseGraph.layer(2, 1, Activation.RELU);
        noisy.setIDropout(new GaussianDropout(0.5));
        assertRefused(dense().addLayer("c", noisy, "b"), "c", "\"c\" is a GaussianDropout");
    }

    private static void assertRefused(GraphBuilder builder, String output, String message) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> path(builder, output));
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }
}
