package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows that are computed by and by are those of one pass over all of them. */
class InferenceTest {

    private static final int FEATURES = 18;
    private static final int LABELS = 3;
    private static final int ROWS = 300;

    private final ComputationGraph graph = graph();
    private final GraphParameters parameters = new GraphParameters(graph);
    private final DenseNetwork dense = new DenseNetwork(
            parameters,
            new DenseNetwork.Layer("hidden", io.gen4j.nn.graph.Activation.TANH),
            new DenseNetwork.Layer("output", io.gen4j.nn.graph.Activation.SIGMOID));
    private final ConvolutionalNetwork convolutional = new ConvolutionalNetwork(
            parameters,
            new FeatureMap(2, 3, 3),
            BatchStatistics.RUNNING,
            List.of(new ConvolutionalNetwork.Layer("up", io.gen4j.nn.graph.Activation.TANH)));

    private static ComputationGraph graph() {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x", "label")
                .addLayer("embedding", DenseGraph.embedding(LABELS, 2), "label")
                .addVertex("joined", new MergeVertex(), "x", "embedding")
                .addLayer("hidden", DenseGraph.layer(FEATURES + 2, 70, Activation.TANH), "joined")
                .addLayer("output", DenseGraph.layer(70, 130, Activation.SIGMOID), "hidden")
                .addLayer(
                        "up",
                        ConvolutionalGraph.transposedConvolution(
                                2, 3, Kernel.HALVING, true, Activation.TANH.getActivationFunction()),
                        new FeedForwardToCnnPreProcessor(3, 3, 2),
                        "x")
                .setOutputs("output", "up")
                .build());
        graph.init();
        new GraphParameters(graph)
                .initialize(new RandomStreams(1).stream("test", 0), "embedding", "hidden", "output", "up");
        return graph;
    }

    private static INDArray random(int columns) {
        return Nd4j.rand(DataType.FLOAT, ROWS, columns).subi(0.5);
    }

    private static void check(Network network, int outputs, INDArray input) {
        float[] all = network.forward(input).dup('c').data().asFloat();
        for (INDArray same : Stream.of(input, input.dup('f')).toList()) {
            assertArrayEquals(
                    all,
                    new Inference(network, outputs).run(same).dup('c').data().asFloat(),
                    1e-6f);
        }
        float[] few = new Inference(network, outputs)
                .run(input.getRows(0, 1, 2))
                .data()
                .asFloat();
        assertArrayEquals(java.util.Arrays.copyOf(all, few.length), few, 1e-6f);
    }

    @Test
    void ofADenseNetwork() {
        check(dense, 130, random(FEATURES + 2));
    }

    @Test
    void ofAConvolutionalNetwork() {
        check(convolutional, 3 * 6 * 6, random(FEATURES));
    }

    @Test
    void ofALabelledNetwork() {
        int[] labels = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = i % LABELS;
        }
        Network labelled = new LabelledNetwork(parameters, "embedding", FEATURES, dense);
        INDArray input = Conditions.join(random(FEATURES), labels, LABELS);
        check(labelled, 130, input);
    }
}
