package io.gen4j.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.nn.LeakyNetwork;
import io.gen4j.nn.NormalizedGraph;
import io.gen4j.nn.graph.GraphParameters;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

class MovingAverageTest {

    /** With t updates behind it, the old average keeps the share min(decay, (1 + t) / (10 + t)). */
    @Test
    void followsTheParameters() {
        LeakyNetwork network = new LeakyNetwork(4, 3);
        GraphParameters source = network.parameters(1);
        GraphParameters average = network.parameters(1);
        MovingAverage moving = new MovingAverage(source, average, 0.25);
        double expected = source.values().getDouble(5);
        double[] kept = {2 / 11.0, 0.25, 0.25};
        for (int t = 1; t <= kept.length; t++) {
            source.values().putScalar(5, 10 * t);
            moving.update();
            expected = kept[t - 1] * expected + (1 - kept[t - 1]) * 10 * t;
            assertEquals(expected, average.values().getDouble(5), 1e-5);
        }
        assertEquals(3, moving.updates());
        assertEquals(source.values().getDouble(6), average.values().getDouble(6), 1e-6, "what stays, stays");
    }

    /** A training of a few updates draws with what it has learnt, however slow the decay. */
    @Test
    void soonForgetsTheInitialWeights() {
        LeakyNetwork network = new LeakyNetwork(4, 3);
        GraphParameters source = network.parameters(1);
        GraphParameters average = network.parameters(1);
        average.values().putScalar(5, 1);
        source.values().putScalar(5, 0);
        MovingAverage moving = new MovingAverage(source, average, 0.9999);
        for (int t = 0; t < 30; t++) {
            moving.update();
        }
        assertEquals(0, average.values().getDouble(5), 1e-6);
    }

    @Test
    void copiesRunningStatisticsAndTheirCountOfBatches() {
        ComputationGraph graph = NormalizedGraph.of(2);
        ComputationGraph averageGraph = graph.clone();
        MovingAverage moving = new MovingAverage(new GraphParameters(graph), new GraphParameters(averageGraph), 0.999);
        graph.getLayer("normalization").getParam("var").assign(7);
        graph.getLayer("normalization").getParam("mean").assign(5);
        graph.getConfiguration().setIterationCount(3);
        moving.update();
        assertEquals(3, averageGraph.getConfiguration().getIterationCount());
        assertEquals(7, averageGraph.getLayer("normalization").getParam("var").getDouble(1));
        assertEquals(5, averageGraph.getLayer("normalization").getParam("mean").getDouble(1));
    }
}
