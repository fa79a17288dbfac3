package io.gen4j.adversarial;

import static io.gen4j.nn.Gradients.assertGradient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.LeakyNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MinibatchStandardDeviationTest {

    private static final int N = 5;
    private static final int FEATURES = 3;

    private final INDArray input = Nd4j.rand(DataType.FLOAT, N, FEATURES);
    private final MinibatchStandardDeviation network = new MinibatchStandardDeviation(FEATURES);

    @Test
    void addsTheMeanDeviationToEachRow() {
        INDArray output = network.forward(input);
        double expected = statistic(input.reshape(N * FEATURES).toDoubleVector());
        for (int i = 0; i < N; i++) {
            assertEquals(expected, output.getDouble(i, FEATURES), 1e-6);
            for (int j = 0; j < FEATURES; j++) {
                assertEquals(input.getFloat(i, j), output.getFloat(i, j));
            }
        }
    }

    /** A channel of a convolutional network has as many columns as it has pixels. */
    @Test
    void copiesOfTheDeviationShareItsGradient() {
        MinibatchStandardDeviation copying = new MinibatchStandardDeviation(FEATURES, 2);
        INDArray once = network.forward(input);
        INDArray twice = copying.forward(input);
        assertEquals(FEATURES + 2, twice.size(1));
        assertEquals(once.getFloat(1, FEATURES), twice.getFloat(1, FEATURES));
        assertEquals(once.getFloat(1, FEATURES), twice.getFloat(1, FEATURES + 1));
        INDArray whole = Nd4j.zeros(DataType.FLOAT, N, FEATURES + 1);
        INDArray halves = Nd4j.zeros(DataType.FLOAT, N, FEATURES + 2);
        whole.putScalar(2, FEATURES, 4);
        halves.putScalar(2, FEATURES, 3);
        halves.putScalar(2, FEATURES + 1, 1);
        assertTrue(network.backwardToInput(whole, ParameterGradients.SKIP)
                .equalsWithEps(copying.backwardToInput(halves, ParameterGradients.SKIP), 1e-6));
    }

    @Test
    void hasTheGradientOfFiniteDifferences() {
        INDArray gradient = Nd4j.rand(DataType.FLOAT, N, FEATURES + 1);
        double[][] coefficients = gradient.toDoubleMatrix();
        network.forward(input);
        INDArray actual = network.backwardToInput(gradient, ParameterGradients.SKIP);
        assertGradient(
                x -> loss(x, coefficients),
                input.reshape(N * FEATURES).toDoubleVector(),
                actual.reshape(N * FEATURES).toDoubleVector(),
                1e-5);
    }

    /**
     * Checks body, statistic and head together. Gradients with respect to the input and the head's weights match finite
     * differences.
     */
    @Test
    void standsBetweenTwoParts() {
        LeakyNetwork head = new LeakyNetwork(FEATURES + 1);
        GraphParameters parameters = head.parameters(1);
        double[] theta = parameters.values().toDoubleVector();
        Network both =
                MinibatchStandardDeviation.between(new InstanceNoise(FEATURES), FEATURES, head.network(parameters));
        both.forward(input);
        INDArray byInput = both.backwardToInput(Nd4j.ones(DataType.FLOAT, N, 1), ParameterGradients.WRITE);
        double[] x = input.reshape(N * FEATURES).toDoubleVector();
        assertGradient(
                at -> sum(head, theta, at), x, byInput.reshape(N * FEATURES).toDoubleVector(), 1e-5);
        assertGradient(at -> sum(head, at, x), theta, parameters.gradients().toDoubleVector(), 1e-5);
    }

    private static double sum(LeakyNetwork head, double[] theta, double[] x) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            double[] row = Arrays.copyOfRange(x, i * FEATURES, (i + 1) * FEATURES + 1);
            row[FEATURES] = statistic(x);
            sum += head.output(theta, row);
        }
        return sum;
    }

    private static double loss(double[] x, double[][] coefficients) {
        double statistic = statistic(x);
        double sum = 0;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < FEATURES; j++) {
                sum += coefficients[i][j] * x[i * FEATURES + j];
            }
            sum += coefficients[i][FEATURES] * statistic;
        }
        return sum;
    }

    private static double statistic(double[] x) {
        double sum = 0;
        for (int j = 0; j < FEATURES; j++) {
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < N; i++) {
                mean += x[i * FEATURES + j] / N;
            }
            for (int i = 0; i < N; i++) {
                squares += Math.pow(x[i * FEATURES + j] - mean, 2) / N;
            }
            sum += Math.sqrt(squares + 1e-8) / FEATURES;
        }
        return sum;
    }
}
