package io.gen4j.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class AdamTest {

    @Test
    void refusesNumbersOutsideTheirRange() {
        try (GraphParameters parameters = parameters()) {
            for (double rate : new double[] {0, -3, Double.NaN, Double.POSITIVE_INFINITY}) {
                IllegalArgumentException e =
                        assertThrows(IllegalArgumentException.class, () -> new Adam(parameters, rate, 0.5));
                assertEquals("learning rate is " + rate + ": must be above 0 and finite", e.getMessage());
            }
            for (double beta1 : new double[] {-0.1, 1, 2, Double.NaN}) {
                IllegalArgumentException e =
                        assertThrows(IllegalArgumentException.class, () -> new Adam(parameters, 0.1, beta1));
                assertEquals("beta1 is " + beta1 + ": must be at least 0 and less than 1", e.getMessage());
            }
            Adam adam = new Adam(parameters, 0.1, 0);
            for (double factor : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThrows(IllegalArgumentException.class, () -> adam.step(factor));
                assertThrows(IllegalArgumentException.class, () -> adam.scaleLearningRate(factor));
            }
            assertThrows(IllegalArgumentException.class, () -> adam.scaleLearningRate(0));
            assertEquals(
                    "parameters",
                    assertThrows(NullPointerException.class, () -> new Adam(null, 0.1, 0.5))
                            .getMessage());
        }
    }

    private static GraphParameters parameters() {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x")
                .addLayer("a", DenseGraph.layer(50, 60, Activation.TANH), "x")
                .setOutputs("a")
                .build());
        graph.init();
        return new GraphParameters(graph);
    }

    /** More parameters than one block, three steps, beside the formula of the paper in double precision. */
    @Test
    void followsTheFormula() {
        GraphParameters parameters = parameters();
        Adam adam = new Adam(parameters, 0.01, 0.5);
        int count = (int) parameters.values().length();
        double[] values = parameters.values().toDoubleVector();
        double[] means = new double[count];
        double[] squares = new double[count];
        for (int step = 1; step <= 3; step++) {
            for (int i = 0; i < count; i++) {
                double gradient = (float) (Math.sin(i * step) * Math.pow(10, i % 7 - 5));
                parameters.gradients().putScalar(i, gradient);
                means[i] = 0.5 * means[i] + 0.5 * gradient;
                squares[i] = 0.999 * squares[i] + 0.001 * gradient * gradient;
                double mean = means[i] / (1 - Math.pow(0.5, step));
                double square = squares[i] / (1 - Math.pow(0.999, step));
                values[i] -= 0.01 * mean / (Math.sqrt(square) + 1e-8);
            }
            adam.step();
        }
        for (int i = 0; i < count; i++) {
            assertEquals(values[i], parameters.values().getDouble(i), 2e-6, "parameter " + i);
        }
    }
}
