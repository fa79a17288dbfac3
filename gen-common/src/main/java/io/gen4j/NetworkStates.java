package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The parameters of a model's networks, statistics of batch normalisation among them, and their counts of batches. */
record NetworkStates(GenerativeModel model) {

    void save(State state) {
        model.networks().forEach((name, graph) -> {
            State network = state.in(name);
            network.put("parameters", graph.params());
            network.putInteger("iterations", graph.getConfiguration().getIterationCount());
        });
    }

    void restore(State state) throws InvalidDataException {
        for (Map.Entry<String, ComputationGraph> network : model.networks().entrySet()) {
            State saved = state.in(network.getKey());
            ComputationGraph graph = network.getValue();
            saved.read("parameters", graph.params());
            graph.getConfiguration().setIterationCount(saved.integer("iterations", 0, Integer.MAX_VALUE));
        }
    }
}
