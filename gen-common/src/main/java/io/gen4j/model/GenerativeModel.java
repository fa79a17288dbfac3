package io.gen4j.model;

import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.metric.ModelMetric;
import io.gen4j.train.Trainer;
import io.gen4j.train.TrainingListener;
import io.gen4j.train.TrainingLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that turns latents into images. Everything that it returns is the caller's: new arrays, overwritten by
 * nobody. Generating is safe from several threads at once (one at a time works); training is not.
 */
public interface GenerativeModel extends AutoCloseable {

    /** The {@link ModelFamily#name() name} of this model's family, such as {@code vae}. */
    String family();

    /** The settings that it was made with. */
    ModelConfig config();

    /** The shape and labels of its images. */
    ImageSpec spec();

    /** The range of the numbers in its images. */
    PixelRange pixelRange();

    /** How many numbers one latent has. */
    int latentSize();

    /**
     * Generates one image for each latent.
     *
     * @param latents float, {@code [n, latentSize]}
     * @return float, {@code [n, channels * height * width]}, within {@link #pixelRange()}
     */
    INDArray generate(INDArray latents);

    /**
     * Draws latents from the model's prior, the standard normal distribution, and generates their images.
     *
     * @param count at least 1
     * @param seed the same seed gives the same images
     * @return float, {@code [count, channels * height * width]}
     */
    default INDArray sample(int count, long seed) {
        try (INDArray latents = Latents.normal(count, latentSize(), seed)) {
            return generate(latents);
        }
    }

    /** As {@link #sample(int, long)}, with the seed of {@link #config()}. */
    default INDArray sample(int count) {
        return sample(count, config().seed());
    }

    /** Learns from batches, in place, as {@link #config()} says. */
    Trainer newTrainer();

    /**
     * Trains on some images, for as many epochs and with the batch size that {@link #config()} says.
     *
     * @param images of the shape in {@link #spec()}
     * @param listeners follow the training
     * @throws IllegalArgumentException if the images have another shape
     * @throws IOException if a listener fails
     */
    default void fit(ImageDataset images, TrainingListener... listeners) throws IOException {
        if (!images.shape().equals(spec().shape())) {
            throw new IllegalArgumentException(images.name() + " has images of shape " + images.shape()
                    + ": this model was made for " + spec().shape());
        }
        Batches batches = new Batches(images, config().batchSize(), pixelRange(), config().seed(), LastBatch.KEEP);
        try (Trainer trainer = newTrainer()) {
            new TrainingLoop(trainer, batches, config().epochs(), List.of(listeners)).run();
        }
    }

    /**
     * Writes everything that generating needs into one file, which {@link ModelFile#load(Path)} reads, and DL4J's
     * {@code ComputationGraph.load} too. An existing file is replaced.
     */
    void save(Path file) throws IOException;

    /**
     * The DL4J graphs that hold the weights of every network that is trained, by name, such as {@code generator} and
     * {@code discriminator}. They are the model's own: what is written into their parameters changes it.
     */
    Map<String, ComputationGraph> networks();

    /**
     * The weights of {@link #networks()} under the names that they have in PyTorch, with which they are exported and
     * imported; empty for a model without a counterpart there. Written through, as the networks themselves.
     */
    default List<StateDict> stateDicts() {
        return List.of();
    }

    /** What can be measured of this model beside its images, such as a bound on the likelihood; empty if there is nothing. */
    default List<ModelMetric> metrics() {
        return List.of();
    }

    /** Releases native memory. */
    @Override
    void close();
}
