package io.gen4j.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class AdamTest {

    /** More parameters than one block, three steps, beside the formula of the paper in double precision. */
    @Test
    void followsTheFormula() {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("x")
                .addLayer("a", DenseGraph.layer(50, 60, Activation.TANH), "x")
                .setOutputs("a")
                .build());
        graph.init();
        GraphParameters parameters = new GraphParameters(graph);
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
