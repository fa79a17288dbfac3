package io.gen4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.random.RandomStreams;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A gated layer between two others, beside DL4J's graph and central differences in double precision. */
class GatedNetworkTest {

    private static final int[] SIZES = {4, 3, 5, 2};
    private static final int ROWS = 6;

    private final ComputationGraph graph = InitializedGraph.of(DenseGraph.builder()
            .addInputs("x")
            .addLayer("first", DenseGraph.layer(4, 3, Activation.TANH), "x")
            .addLayer("values", DenseGraph.layer(3, 5, Activation.TANH), "first")
            .addLayer("gate", DenseGraph.layer(3, 5, Activation.SIGMOID), "first")
            .addVertex("gated", new ElementWiseVertex(ElementWiseVertex.Op.Product), "values", "gate")
            .addLayer("last", DenseGraph.layer(5, 2, Activation.IDENTITY), "gated")
            .setOutputs("last")
            .build());
    private final GraphParameters parameters = new GraphParameters(graph);
    private final double[] x = numbers(ROWS * SIZES[0], 1);
    private final double[] coefficients = numbers(ROWS * SIZES[3], 2);
    private final Network network;

    GatedNetworkTest() {
        parameters.initializePath(new RandomStreams(3).stream("test", 0));
        network = Network.of(parameters);
    }

    @AfterEach
    void close() {
        network.close();
        parameters.close();
    }

    private static double[] numbers(int count, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        return random.doubles(count, -1, 1).map(value -> (float) value).toArray();
    }

    private static INDArray rows(double[] values, int width) {
        return Nd4j.createFromArray(values)
                .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
                .reshape(-1, width);
    }

    @Test
    void givesWhatTheGraphGives() {
        INDArray input = rows(x, SIZES[0]);
        assertTrue(graph.output(input)[0].equalsWithEps(network.forward(input), 1e-5), "differs from DL4J's layers");
    }

    @Test
    void initializesTheGateToo() {
        assertTrue(parameters.weights("gate").norm1Number().doubleValue() > 0);
        assertTrue(!parameters.weights("gate").equals(parameters.weights("values")));
    }

    @Test
    void hasTheGradientsOfFiniteDifferences() {
        network.forward(rows(x, SIZES[0]));
        INDArray byInput = network.backwardToInput(rows(coefficients, SIZES[3]), ParameterGradients.WRITE);
        double[] theta = parameters.values().toDoubleVector();
        Gradients.assertGradient(
                at -> loss(at, x), theta, parameters.gradients().toDoubleVector(), 2e-5);
        Gradients.assertGradient(
                at -> loss(theta, at), x, byInput.reshape(byInput.length()).toDoubleVector(), 2e-5);
    }

    @Test
    void addsGradientsIfAsked() {
        network.forward(rows(x, SIZES[0]));
        network.backward(rows(coefficients, SIZES[3]), ParameterGradients.WRITE);
        float[] once = parameters.gradients().mul(2).toFloatVector();
        network.forward(rows(x, SIZES[0]));
        network.backward(rows(coefficients, SIZES[3]), ParameterGradients.ADD);
        assertArrayEquals(once, parameters.gradients().toFloatVector(), 1e-5f);
    }

    @Test
    void hasNoSecondDerivatives() {
        assertThrows(UnsupportedOperationException.class, network::linearized);
    }

    private double loss(double[] theta, double[] inputs) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            double[] values = new double[SIZES[0]];
            System.arraycopy(inputs, row * SIZES[0], values, 0, SIZES[0]);
            double[] first = layer(theta, "first", values, SIZES[1]);
            double[] second = layer(theta, "values", first, SIZES[2]);
            double[] gate = layer(theta, "gate", first, SIZES[2]);
            for (int i = 0; i < second.length; i++) {
                second[i] = Math.tanh(second[i]) / (1 + Math.exp(-gate[i]));
            }
            double[] last = layer(theta, "last", second, SIZES[3]);
            for (int i = 0; i < last.length; i++) {
                sum += coefficients[row * SIZES[3] + i] * last[i];
            }
        }
        return sum;
    }

    /** x W + b, and the tanh of it for the first layer. */
    private double[] layer(double[] theta, String name, double[] x, int outputs) {
        int weights = (int) parameters.weights(name).offset();
        int bias = (int) parameters.bias(name).offset();
        double[] y = new double[outputs];
        for (int j = 0; j < outputs; j++) {
            y[j] = theta[bias + j];
            for (int i = 0; i < x.length; i++) {
                y[j] += theta[weights + j * x.length + i] * x[i];
            }
            y[j] = name.equals("first") ? Math.tanh(y[j]) : y[j];
        }
        return y;
    }
}
