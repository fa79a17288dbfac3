package io.gen4j.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.nn.LeakyNetwork;
import io.gen4j.nn.NormalizedGraph;
import io.gen4j.nn.graph.GraphParameters;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class WeightClippingTest {

    @Test
    void cutsEveryParameterToTheBound() {
        GraphParameters parameters = new LeakyNetwork(4, 3).parameters(1);
        float[] before = parameters.values().toFloatVector();
        new WeightClipping(parameters, 0.1).afterStep();
        for (int i = 0; i < before.length; i++) {
            assertEquals(
                    Math.max(-0.1f, Math.min(0.1f, before[i])),
                    parameters.values().getFloat(i));
        }
    }

    @Test
    void leavesRunningStatisticsAlone() {
        ComputationGraph graph = NormalizedGraph.of(2);
        INDArray variance = graph.getLayer("normalization").getParam("var");
        variance.assign(3);
        new WeightClipping(new GraphParameters(graph), 0.1).afterStep();
        assertEquals(3, variance.meanNumber().doubleValue());
        assertEquals(0.1, graph.getLayer("normalization").getParam("gamma").getDouble(0), 1e-6);
    }
}
