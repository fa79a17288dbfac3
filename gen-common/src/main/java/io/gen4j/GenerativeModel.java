package io.gen4j;

import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.image.ImageGrid;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.random.RandomSource;
import io.gen4j.runtime.ModelGuard;
import io.gen4j.runtime.internal.InputRows;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that turns latents into images. Every array that a method returns is new, belongs to the caller, and lies outside
 * the heap: close it after use.
 *
 * <p>Any number of threads may call the methods; one call at a time runs. Arrays that come in may be views, transposes or of
 * any floating-point type. Arrays of another rank or width are refused.
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
     * @param latents float, {@code [n, latentSize]}, n at least 1
     * @return float, {@code [n, channels * height * width]}, within {@link #pixelRange()}
     * @throws IllegalArgumentException if the latents have another shape or type, or hold a number that is not finite
     * @throws IllegalStateException if this model is closed
     */
    INDArray generate(INDArray latents);

    /**
     * Draws latents from the model's prior, the standard normal distribution, and generates their images.
     *
     * @param count at least 1
     * @param seed the same seed gives the same images
     * @return float, {@code [count, channels * height * width]}; close it after use
     * @throws IllegalArgumentException if {@code count} is less than 1
     * @throws IllegalStateException if this model is closed
     */
    default INDArray sample(int count, long seed) {
        Checks.requireWithin("count", count, 1, Integer.MAX_VALUE);
        try (INDArray latents = Latents.normal(count, latentSize(), seed)) {
            return generate(latents);
        }
    }

    /**
     * As {@link #sample(int, long)} with the seed of {@link #config()}: every call gives the same images. For other images,
     * give another seed.
     */
    default INDArray sample(int count) {
        return sample(count, config().seed());
    }

    /**
     * Images side by side in one picture.
     *
     * @param images {@code [n, channels * height * width]}, as {@link #generate} and {@link #sample} return them
     * @param columns at least 1
     * @throws IllegalArgumentException if the images have another shape or type, or {@code columns} is less than 1
     */
    default BufferedImage grid(INDArray images, int columns) {
        Checks.requireWithin("columns", columns, 1, Integer.MAX_VALUE);
        try (InputRows rows = InputRows.of("images", images, spec().shape().size())) {
            return ImageGrid.of(rows.array(), spec().shape(), pixelRange(), columns);
        }
    }

    /**
     * Images as one picture each.
     *
     * @param images as for {@link #grid}
     * @throws IllegalArgumentException if the images have another shape or type
     */
    default List<BufferedImage> pictures(INDArray images) {
        try (InputRows rows = InputRows.of("images", images, spec().shape().size())) {
            return IntStream.range(0, (int) images.size(0))
                    .mapToObj(i -> ImageGrid.single(rows.array(), i, spec().shape(), pixelRange()))
                    .toList();
        }
    }

    /**
     * A trainer that changes this model's weights, with the settings of {@link #config()}. Several trainers of one model take
     * turns, update by update; each has optimizers of its own.
     *
     * @throws IllegalStateException if this model is closed
     */
    Trainer newTrainer();

    /**
     * As {@link #newTrainer()}, with noise, dropout and labels of fakes from a source of the caller's.
     *
     * @throws UnsupportedOperationException if the model draws from its own seed alone
     */
    default Trainer newTrainer(RandomSource random) {
        throw new UnsupportedOperationException(family() + " draws random numbers of its own alone");
    }

    /** Cuts images into batches of the size and order that {@link #config()} says, within {@link #pixelRange()}. */
    default Batches batches(ImageDataset images) {
        Objects.requireNonNull(images, "images");
        return new Batches(images, config().batchSize(), pixelRange(), config().seed(), LastBatch.KEEP);
    }

    /**
     * Trains on some images, with the epochs and the batch size of {@link #config()}. A second call trains the same weights
     * for as many epochs again, with a new optimizer and the same random numbers: it is not a continuation. To stop and
     * continue a training, use {@code TrainingRun}.
     *
     * @param images with the shape of {@link #spec()}, and with its labels if this is a {@link ConditionalModel}
     * @param listeners follow the training
     * @throws IllegalArgumentException if the images have another shape or other labels
     * @throws DivergedException if a loss or a weight becomes infinite or NaN
     * @throws TrainingInterruptedException if this thread is interrupted
     * @throws IOException if a listener fails
     */
    default void fit(ImageDataset images, TrainingListener... listeners) throws IOException {
        Objects.requireNonNull(listeners, "listeners");
        ImageSpec.requireFits(images, this);
        try (Trainer trainer = newTrainer()) {
            new TrainingLoop(trainer, batches(images), config().epochs(), List.of(listeners)).run();
        }
    }

    /**
     * Trains on some images, update by update: each element of the stream is one update, made when you ask for it. The
     * stream ends after the epochs of {@link #config()}.
     *
     * <pre>{@code
     * try (Stream<TrainingStep> steps = gan.steps(digits)) {
     *     steps.limit(1000).forEach(step -> chart.add(step.metrics()));
     * }
     * }</pre>
     *
     * @param images as for {@link #fit}
     * @return a sequential stream, to be closed; its updates fail as described at {@link TrainingSteps#of}
     * @throws IllegalArgumentException if the images have another shape or other labels
     */
    default Stream<TrainingStep> steps(ImageDataset images) {
        ImageSpec.requireFits(images, this);
        Trainer trainer = newTrainer();
        return TrainingSteps.of(trainer, batches(images), config().epochs()).onClose(trainer::close);
    }

    /**
     * Writes everything that generating needs into one file, which {@code ModelFile.load} reads, and DL4J's
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

    /**
     * The tasks that the networks perform, as parts of {@link #networks()}: the one that draws images first, and an encoder
     * behind it. Exporters such as that to ONNX read them; empty for a model that cannot be exported so.
     */
    default List<InferenceGraph> inferenceGraphs() {
        return List.of();
    }

    /** What can be measured of this model beside its images, such as a bound on the likelihood; empty if there is nothing. */
    default List<ModelMetric> metrics() {
        return List.of();
    }

    /**
     * Waits for the call that uses this model, and frees its native memory. Later calls of methods that need the weights throw
     * an {@link IllegalStateException} ("this model is closed"), and so do its trainers. A second call does nothing.
     *
     * <p>Arrays of {@link #networks()} are invalid from then on.
     */
    @Override
    void close();

    /** Guards the native memory of this model; see {@link #close()}. */
    default ModelGuard guard() {
        return ModelGuard.NONE;
    }

    /** Whether {@link #close()} was called. */
    default boolean isClosed() {
        return guard().isClosed();
    }
}
