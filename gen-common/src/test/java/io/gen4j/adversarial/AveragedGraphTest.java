package io.gen4j.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gen4j.nn.graph.DenseGraph;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class AveragedGraphTest {

    /** The order of an import: the weights enter a new model, which then continues to learn. */
    @Test
    void learnsFromTheWeightsThatWereSetBefore() {
        try (AveragedGraph weights = new AveragedGraph(graph(), 0.5)) {
            assertEquals(Set.of("generator"), weights.networks().keySet(), "nothing to train yet, nothing to keep");
            weights.parameters().values().assign(3);
            assertEquals(3, weights.learning().values().getDouble(1));
            assertEquals(
                    Set.of("generator", "generator-learning"),
                    weights.networks().keySet());
            weights.learning().values().assign(14);
            Objects.requireNonNull(weights.average()).update();
            assertEquals(
                    3 * 2 / 11.0 + 14 * 9 / 11.0, weights.parameters().values().getDouble(1), 1e-6);
            assertSame(weights.average(), weights.average(), "a second training goes on with the first one's");
        }
    }

    @Test
    void withoutDecayTheSameWeightsLearnAndDraw() {
        try (AveragedGraph weights = new AveragedGraph(graph(), 0)) {
            assertSame(weights.parameters(), weights.learning());
            assertNull(weights.average());
            assertEquals(Set.of("generator"), weights.networks().keySet());
        }
    }

    private static ComputationGraph graph() {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("input")
                .addLayer("output", DenseGraph.layer(2, 2, Activation.TANH), "input")
                .setOutputs("output")
                .build());
        graph.init();
        return graph;
    }
}
