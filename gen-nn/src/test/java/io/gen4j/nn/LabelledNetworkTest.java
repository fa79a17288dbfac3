package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.Dropout;
import io.gen4j.random.RandomStreams;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LabelledNetworkTest {

    private static final int FEATURES = 4;
    private static final int LABELS = 3;
    private static final int WIDTH = 2;

    /** tanh([x, e(label)] W + b), summed: differences of it in double precision. */
    @Test
    void hasTheGradientsOfFiniteDifferences() {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x", "label")
                .addLayer("embedding", DenseGraph.embedding(LABELS, WIDTH), "label")
                .addVertex("joined", new MergeVertex(), "x", "embedding")
                .addLayer(
                        "a",
                        DenseGraph.layer(FEATURES + WIDTH, 1, org.nd4j.linalg.activations.Activation.TANH),
                        "joined")
                .setOutputs("a")
                .build());
        graph.init();
        GraphParameters parameters = new GraphParameters(graph);
        parameters.initialize(new RandomStreams(1).stream("test", 0), "a");
        parameters.initializeEmbedding(new RandomStreams(1).stream("test", 1), "embedding");
        LabelledNetwork network = new LabelledNetwork(
                parameters,
                "embedding",
                FEATURES,
                new DenseNetwork(parameters, new DenseNetwork.Layer("a", Activation.TANH)));
        int[] labels = {2, 0, 2, 2, 0};
        INDArray features = Nd4j.rand(DataType.FLOAT, labels.length, FEATURES);
        INDArray input = Nd4j.create(DataType.FLOAT, labels.length, FEATURES + LABELS);
        Conditions.join(features, labels, LABELS, input, 0);
        network.forward(input);
        INDArray byInput =
                network.backwardToInput(Nd4j.ones(DataType.FLOAT, labels.length, 1), ParameterGradients.WRITE);
        double[] theta = parameters.values().toDoubleVector();
        for (int i = 0; i < theta.length; i++) {
            double kept = theta[i];
            theta[i] = kept + 1e-6;
            double above = sum(theta, features, labels);
            theta[i] = kept - 1e-6;
            double below = sum(theta, features, labels);
            theta[i] = kept;
            assertEquals((above - below) / 2e-6, parameters.gradients().getDouble(i), 2e-5, "parameter " + i);
        }
        int offset = LABELS * WIDTH;
        for (int row = 0; row < labels.length; row++) {
            double y = value(theta, features, labels, row);
            for (int i = 0; i < FEATURES; i++) {
                assertEquals((1 - y * y) * theta[offset + i], byInput.getDouble(row, i), 2e-5);
            }
        }
    }

    /** Along a direction in the features, the embedding is just another constant. */
    @Test
    void linearizesItsFeatures() {
        LeakyNetwork leaky = new LeakyNetwork(FEATURES + WIDTH, 5);
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("label")
                .addLayer("embedding", DenseGraph.embedding(LABELS, WIDTH), "label")
                .setOutputs("embedding")
                .build());
        graph.init();
        GraphParameters table = new GraphParameters(graph);
        table.initializeEmbedding(new RandomStreams(1).stream("test", 1), "embedding");
        GraphParameters parameters = leaky.parameters(2);
        LabelledNetwork network = new LabelledNetwork(table, "embedding", FEATURES, leaky.network(parameters));
        int label = 1;
        INDArray features = Nd4j.rand(DataType.FLOAT, 1, FEATURES);
        INDArray direction = Nd4j.rand(DataType.FLOAT, 1, FEATURES);
        network.forward(Conditions.join(features, new int[] {label}, LABELS));
        Network linear = network.linearized();
        linear.forward(Conditions.join(direction, new int[] {0}, LABELS));
        table.gradients().assign(3);
        linear.backward(Nd4j.ones(DataType.FLOAT, 1, 1), ParameterGradients.WRITE);
        double[] x = new double[FEATURES + WIDTH];
        double[] v = new double[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            x[i] = features.getDouble(i);
            v[i] = direction.getDouble(i);
        }
        for (int j = 0; j < WIDTH; j++) {
            x[FEATURES + j] = table.values().getDouble(j * LABELS + label);
        }
        Gradients.assertGradient(
                at -> alongFeatures(leaky.inputGradient(at, x), v),
                parameters.values().toDoubleVector(),
                parameters.gradients().toDoubleVector(),
                1e-5);
        assertEquals(0, table.gradients().amaxNumber().doubleValue());
    }

    private static double alongFeatures(double[] gradient, double[] direction) {
        double sum = 0;
        for (int i = 0; i < direction.length; i++) {
            sum += gradient[i] * direction[i];
        }
        return sum;
    }

    @Test
    void dropoutKeepsTheMeanAndItsGradient() {
        Dropout dropout = new Dropout(0.4);
        float[] values = new float[100_000];
        Arrays.fill(values, 1f);
        dropout.draw(values.length, values.length, new SplittableRandom(1));
        dropout.apply(values, 0, values.length);
        int dropped = 0;
        double sum = 0;
        for (float value : values) {
            dropped += value == 0 ? 1 : 0;
            sum += value;
        }
        assertEquals(0.4, dropped / 1e5, 0.01);
        assertEquals(1, sum / 1e5, 0.02);
        float[] gradient = new float[values.length];
        Arrays.fill(gradient, 1f);
        dropout.multiplyByDerivative(gradient, 0, gradient.length);
        assertArrayEquals(values, gradient);
    }

    private static double sum(double[] theta, INDArray features, int[] labels) {
        double sum = 0;
        for (int row = 0; row < labels.length; row++) {
            sum += value(theta, features, labels, row);
        }
        return sum;
    }

    private static double value(double[] theta, INDArray features, int[] labels, int row) {
        int offset = LABELS * WIDTH;
        double sum = theta[offset + FEATURES + WIDTH];
        for (int i = 0; i < FEATURES; i++) {
            sum += theta[offset + i] * features.getDouble(row, i);
        }
        for (int j = 0; j < WIDTH; j++) {
            sum += theta[offset + FEATURES + j] * theta[j * LABELS + labels[row]];
        }
        return Math.tanh(sum);
    }
}
