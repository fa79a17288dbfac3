package io.gen4j.nn;

import static io.gen4j.nn.Gradients.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PackedNetworkTest {

    private static final int PIXELS = 3;
    private static final int SIZE = 2;

    private final LeakyNetwork inner = new LeakyNetwork(SIZE * PIXELS, 4);
    private final GraphParameters parameters = inner.parameters(1);
    private final PackedNetwork network = new PackedNetwork(inner.network(parameters), PIXELS, SIZE);

    private static double[] numbers(int length, long seed) {
        return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    }

    private static INDArray array(double[] numbers, int columns) {
        return Nd4j.createFromArray(numbers)
                .castTo(DataType.FLOAT)
                .reshape(numbers.length / columns, columns)
                .dup('c');
    }

    /** The sum of coefficients times outputs; an odd batch is completed by its first image. */
    private double sum(double[] theta, double[] x, double[] coefficients) {
        int n = coefficients.length;
        double sum = 0;
        for (int first = 0; first < n; first += SIZE) {
            double[] pack = new double[SIZE * PIXELS];
            for (int i = 0; i < SIZE; i++) {
                System.arraycopy(x, (first + i) % n * PIXELS, pack, i * PIXELS, PIXELS);
            }
            double output = inner.output(theta, pack);
            for (int i = first; i < Math.min(n, first + SIZE); i++) {
                sum += coefficients[i] * output;
            }
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 5})
    void hasTheGradientsOfFiniteDifferences(int n) {
        double[] x = numbers(n * PIXELS, 2);
        double[] coefficients = numbers(n, 3);
        double[] theta = parameters.values().toDoubleVector();
        INDArray outputs = network.forward(array(x, PIXELS));
        double expected = sum(theta, x, coefficients);
        double actual = 0;
        for (int i = 0; i < n; i++) {
            actual += coefficients[i] * outputs.getDouble(i);
        }
        assertEquals(expected, actual, 1e-5);
        INDArray byInput = network.backwardToInput(array(coefficients, 1), ParameterGradients.WRITE);
        double[] byTheta = parameters.gradients().toDoubleVector();
        assertGradient(
                at -> sum(theta, at, coefficients),
                x,
                byInput.reshape(n * PIXELS).toDoubleVector(),
                1e-4);
        assertGradient(at -> sum(at, x, coefficients), theta, byTheta, 1e-4);
        network.forward(array(x, PIXELS));
        network.backward(array(coefficients, 1), ParameterGradients.WRITE);
        assertArrayEquals(byTheta, parameters.gradients().toDoubleVector());
    }

    /** Images of a pack share its output, so they are judged by what they are together. */
    @Test
    void givesEachImageTheOutputOfItsPack() {
        INDArray outputs = network.forward(array(numbers(4 * PIXELS, 5), PIXELS));
        assertEquals(outputs.getFloat(0), outputs.getFloat(1));
        assertEquals(outputs.getFloat(2), outputs.getFloat(3));
    }
}
