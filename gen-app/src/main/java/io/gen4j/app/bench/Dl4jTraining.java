package io.gen4j.app.bench;

import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.ModelConfigs;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains one of Gen4J's models by DL4J's own layers and updaters, on the same graphs, with the same losses, noise and order
 * of updates. It has copies of the weights, and its own dropout.
 */
interface Dl4jTraining {

    /**
     * The twin of a model, with copies of its current weights.
     *
     * @throws IllegalArgumentException if the model's way of training is not supported here
     */
    static Dl4jTraining of(GenerativeModel model) {
        Map<String, ComputationGraph> networks = model.networks();
        Map<String, Double> rates;
        try (Trainer trainer = model.newTrainer()) {
            rates = trainer.learningRates();
        }
        double beta1 = ModelConfigs.toJson(model.config()).path("beta1").asDouble(0.9);
        if (networks.containsKey("discriminator")) {
            return new Dl4jAdversaries(
                    model,
                    new Dl4jGraph(networks.get("generator"), rates.get("g_learning_rate"), beta1),
                    new Dl4jGraph(networks.get("discriminator"), rates.get("d_learning_rate"), beta1));
        }
        ComputationGraph graph = networks.get("autoencoder");
        if (graph == null) {
            throw new IllegalArgumentException(
                    model.family() + " has no twin on DL4J's own layers: measure it without --stock");
        }
        return graph.getVertex("mean") == null
                ? new Dl4jAutoencoder(model, graph, rates.get("learning_rate"), beta1)
                : new Dl4jVae(model, graph, rates.get("learning_rate"), beta1);
    }

    /** Makes one update. The metrics have the names of the model's own trainer, at least for the losses. */
    Metrics step(Batch batch);

    /** Draws images, {@code [count, pixels]}. */
    INDArray sample(int count, long seed);
}
