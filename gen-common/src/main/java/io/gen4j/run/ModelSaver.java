package io.gen4j.run;

import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.persist.NetworkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Saves the model after an epoch, and each of its networks, the discriminator included, in a file of its own as DL4J's
 * {@link ModelSerializer} writes it. If epochs are a few updates, some are left out, see {@link CheckpointPolicy}. The last
 * epoch is always saved. Files are replaced as a whole.
 */
final class ModelSaver implements TrainingListener {

    private final GenerativeModel model;
    private final Path file;
    private final Path directory;
    private EpochSchedule schedule = new EpochSchedule(1, 1);

    /**
     * Saves into two places.
     *
     * @param file of the model
     * @param directory of the networks, {@code NAME.zip} each; not made for a model of one network, which the model's file
     *     holds already
     */
    public ModelSaver(GenerativeModel model, Path file, Path directory) {
        this.model = model;
        this.file = file;
        this.directory = directory;
    }

    @Override
    public void started(TrainingLoop loop) {
        schedule = new EpochSchedule(loop.batches().perEpoch(), loop.epochs());
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) throws IOException {
        if (!schedule.isDue(epoch)) {
            return;
        }
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
