package io.gen4j.app.bench;

import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialModel;
import io.gen4j.data.Batch;
import io.gen4j.metric.likelihood.LatentDensities;
import io.gen4j.nn.graph.InferenceGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training of one of Gen4J's models by DL4J's own layers and updaters. Graphs, losses, noise and the order of
 * updates are the same. Weights are copies, and dropout is separate.
 */
interface Dl4jTraining {

    /**
     * Creates the counterpart of a model, with copies of its current weights.
     *
     * @throws IllegalArgumentException if the benchmark does not support the model's training
     */
    static Dl4jTraining of(GenerativeModel model) {
        if (model instanceof AdversarialModel<?> adversarial) {
            return new Dl4jAdversaries(adversarial);
        }
        if (!model.prior().isStandardNormal()) {
            throw new IllegalArgumentException(model.family()
                    + " learns its prior, which has no twin on DL4J's own layers: measure it without --stock");
        }
        if (model instanceof LatentDensities) {
            return new Dl4jVae(model, learningRate(model));
        }
        if (model instanceof EncoderModel) {
            return new Dl4jAutoencoder(model, learningRate(model));
        }
        throw new IllegalArgumentException(
                model.family() + " has no twin on DL4J's own layers: measure it without --stock");
    }

    private static double learningRate(GenerativeModel model) {
        try (Trainer trainer = model.newTrainer()) {
            return trainer.learningRates().get("learning_rate");
        }
    }

    /**
     * The part of a model's graph for one task, which DL4J runs and trains.
     *
     * @param task a name among {@link GenerativeModel#inferenceGraphs()}
     */
    static Dl4jGraph part(GenerativeModel model, String task, double learningRate) {
        InferenceGraph part = model.inferenceGraphs().stream()
                .filter(each -> each.name().equals(task))
                .findFirst()
                .orElseThrow();
        return new Dl4jGraph(
                part.graph(),
                part.inputs().get(0).vertex(),
                part.outputs().get(0).vertex(),
                learningRate,
                Dl4jGraph.BETA1);
    }

    /** Makes one update. The names of the metrics match the model's own trainer, at least for the losses. */
    Metrics step(Batch batch);

    /** Draws images, {@code [count, pixels]}. */
    INDArray sample(int count, long seed);
}
