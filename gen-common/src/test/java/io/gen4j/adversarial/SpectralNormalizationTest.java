package io.gen4j.adversarial;

import static io.gen4j.nn.Gradients.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.LeakyNetwork;
import io.gen4j.nn.NormalizedGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.random.RandomStreams;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SpectralNormalizationTest {

    private static final int INPUTS = 5;
    private static final int HIDDEN = 4;

    private final LeakyNetwork leaky = new LeakyNetwork(INPUTS, HIDDEN);
    private final GraphParameters parameters = leaky.parameters(3);
    private final SpectralNormalization normalization = new SpectralNormalization(parameters, new SplittableRandom(1));

    @Test
    void passesRunOnWeightsOfNormOne() {
        float[] before = parameters.values().toFloatVector();
        double expected = largestSingularValue(before, 0, HIDDEN, INPUTS);
        converge();
        normalization.beforePasses();
        float[] during = parameters.values().toFloatVector();
        assertEquals(1, largestSingularValue(during, 0, HIDDEN, INPUTS), 1e-5);
        assertEquals(before[3] / expected, during[3], 1e-5);
        assertEquals(before[HIDDEN * INPUTS], during[HIDDEN * INPUTS], "biases stay");
        normalization.afterPasses(ParameterGradients.SKIP);
        assertArrayEquals(before, parameters.values().toFloatVector());
    }

    /** The kernels of a convolution form a matrix with one row per output. */
    @Test
    void takesConvolutionsForMatrices() {
        ComputationGraph graph = NormalizedGraph.of(3);
        GraphParameters convolution = new GraphParameters(graph);
        convolution.initialize(new RandomStreams(1).stream("test", 0), "convolution");
        SpectralNormalization ofConvolution = new SpectralNormalization(convolution, new SplittableRandom(1));
        for (int i = 0; i < 200; i++) {
            ofConvolution.beforePasses();
            ofConvolution.afterPasses(ParameterGradients.SKIP);
        }
        ofConvolution.beforePasses();
        INDArray kernels = graph.getLayer("convolution").getParam("W");
        assertEquals(1, largestSingularValue(kernels.dup('c').data().asFloat(), 0, 3, 16), 1e-4);
        assertEquals(3, ofConvolution.vectors().get("convolution").length);
    }

    /** Computes d f(W / s(W)) / dW by finite differences in double precision, through the division. */
    @Test
    void takesGradientsThroughTheDivision() {
        converge();
        INDArray input = Nd4j.rand(DataType.FLOAT, 1, INPUTS);
        double[] x = input.toDoubleVector();
        double[] theta = parameters.values().toDoubleVector();
        DenseNetwork network = leaky.network(parameters);
        normalization.beforePasses();
        network.forward(input);
        network.backward(Nd4j.ones(DataType.FLOAT, 1, 1), ParameterGradients.WRITE);
        normalization.afterPasses(ParameterGradients.WRITE);
        assertGradient(
                at -> leaky.output(normalized(at), x),
                theta,
                parameters.gradients().toDoubleVector(),
                1e-4);
    }

    @Test
    void skippedGradientsStayAsTheyAre() {
        parameters.gradients().assign(2);
        normalization.beforePasses();
        normalization.afterPasses(ParameterGradients.SKIP);
        assertEquals(2, parameters.gradients().minNumber().doubleValue());
        assertEquals(2, parameters.gradients().maxNumber().doubleValue());
    }

    @Test
    void survivesWeightsOfZero() {
        parameters.values().assign(0);
        normalization.beforePasses();
        normalization.afterPasses(ParameterGradients.WRITE);
        assertEquals(0, parameters.values().amaxNumber().doubleValue());
        assertEquals(0, parameters.gradients().amaxNumber().doubleValue());
    }

    private void converge() {
        for (int i = 0; i < 300; i++) {
            normalization.beforePasses();
            normalization.afterPasses(ParameterGradients.SKIP);
        }
    }

    private static double[] normalized(double[] theta) {
        double[] result = theta.clone();
        int second = HIDDEN * INPUTS + HIDDEN;
        divide(result, 0, HIDDEN, INPUTS);
        divide(result, second, 1, HIDDEN);
        return result;
    }

    private static void divide(double[] theta, int offset, int rows, int columns) {
        double norm = largestSingularValue(theta, offset, rows, columns);
        for (int i = offset; i < offset + rows * columns; i++) {
            theta[i] /= norm;
        }
    }

    private static double largestSingularValue(float[] values, int offset, int rows, int columns) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return largestSingularValue(doubles, offset, rows, columns);
    }

    /** The root of the largest eigenvalue of M M', from many multiplications in double precision. */
    private static double largestSingularValue(double[] values, int offset, int rows, int columns) {
        double[] u = new double[rows];
        Arrays.fill(u, 1);
        double norm = 0;
        for (int step = 0; step < 2000; step++) {
            double[] v = new double[columns];
            for (int i = 0; i < rows * columns; i++) {
                v[i % columns] += values[offset + i] * u[i / columns];
            }
            double[] next = new double[rows];
            for (int i = 0; i < rows * columns; i++) {
                next[i / columns] += values[offset + i] * v[i % columns];
            }
            double length =
                    Math.sqrt(Arrays.stream(next).map(value -> value * value).sum());
            norm = length
                    / Math.sqrt(Arrays.stream(u).map(value -> value * value).sum());
            u = Arrays.stream(next).map(value -> value / length).toArray();
        }
        return Math.sqrt(norm);
    }
}
