package io.gen4j.run;

import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.persist.NetworkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Saves the model after each epoch, and beside it every network on its own, the discriminator among them, as DL4J's
 * {@link ModelSerializer} writes it. A reader finds the files of the last epoch that was finished, whole.
 */
public final class ModelSaver implements TrainingListener {

    private final GenerativeModel model;
    private final Path file;
    private final Path directory;

    /**
     * Saves into two places.
     *
     * @param file of the model, replaced after each epoch
     * @param directory of the networks, {@code NAME.zip} each, replaced likewise; not made for a model of one network,
     *     which the model's file is
     */
    public ModelSaver(GenerativeModel model, Path file, Path directory) {
        this.model = model;
        this.file = file;
        this.directory = directory;
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) throws IOException {
        model.save(file);
        Map<String, ComputationGraph> networks = model.networks();
        if (networks.size() == 1) {
            return;
        }
        for (Map.Entry<String, ComputationGraph> network : networks.entrySet()) {
            NetworkFile.write(directory.resolve(network.getKey() + ".zip"), network.getValue());
        }
    }
}
