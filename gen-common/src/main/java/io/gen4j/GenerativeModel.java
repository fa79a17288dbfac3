package io.gen4j;

import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.image.ImageGrid;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.prior.LatentPrior;
import io.gen4j.random.RandomSource;
import io.gen4j.runtime.ModelGuard;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that generates images from latents: the common type of all models. Use it for code that works with every
 * model.
 *
 * <p>Every returned array is new, belongs to you and lies outside the Java heap: close it after use.
 *
 * <p>Any number of threads may call the methods; one call runs at a time. Arguments may be views, transposes or arrays
 * of any floating-point type. An array of another rank or width throws an {@link IllegalArgumentException}.
 */
public interface GenerativeModel extends AutoCloseable {

    /** The {@link ModelFamily#name() name} of this model's family, such as {@code vae}. */
    String family();

    /** The settings that the model was made with. */
    ModelConfig config();

    /** The shape and labels of its images. */
    ImageSpec spec();

    /** The range of the numbers in its images. */
    PixelRange pixelRange();

    /** The size of one latent. */
    int latentSize();

    /**
     * Generates one image for each latent.
     *
     * @param latents float, {@code [n, latentSize]}, n at least 1
     * @return float, {@code [n, channels * height * width]}, within {@link #pixelRange()}
     * @throws IllegalArgumentException if the latents have another shape or type, or contain an infinite number or NaN
     * @throws IllegalStateException if this model is closed
     */
    INDArray generate(INDArray latents);

    /**
     * The distribution of latents that {@link #sample} draws from. It is the standard normal distribution unless the
     * model learns another one.
     *
     * @throws IllegalStateException if this model is closed
     */
    default LatentPrior prior() {
        guard().requireOpen();
        return LatentPrior.standardNormal(latentSize());
    }

    /**
     * Draws latents from the model's {@link #prior()}, and generates their images.
     *
     * @param count at least 1
     * @param seed the same seed gives the same images
     * @return float, {@code [count, channels * height * width]}; close it after use
     * @throws IllegalArgumentException if {@code count} is less than 1
     * @throws IllegalStateException if this model is closed
     */
    default INDArray sample(int count, long seed) {
        Checks.requireWithin("count", count, 1, Integer.MAX_VALUE);
        try (INDArray latents = prior().sample(count, seed)) {
            return generate(latents);
        }
    }

    /**
     * Draws images with the seed of {@link #config()}, so every call gives the same images. For other images, use
     * {@link #sample(int, long)}.
     */
    default INDArray sample(int count) {
        return sample(count, config().seed());
    }

    /**
     * Arranges images side by side in one picture.
     *
     * @param images {@code [n, channels * height * width]}, as {@link #generate} and {@link #sample} return them
     * @param columns at least 1
     * @throws IllegalArgumentException if the images have another shape or type, a number is not finite, or {@code
     *     columns} is less than 1
     */
    default BufferedImage grid(INDArray images, int columns) {
        Checks.requireWithin("columns", columns, 1, Integer.MAX_VALUE);
        try (InputRows rows = InputRows.finite("images", images, spec().shape().size())) {
            return ImageGrid.of(rows.array(), spec().shape(), pixelRange(), columns);
        }
    }

    /**
     * Converts each image to a picture of its own.
     *
     * @param images as for {@link #grid}
     * @throws IllegalArgumentException if the images have another shape or type, or a number is not finite
     */
    default List<BufferedImage> pictures(INDArray images) {
        try (InputRows rows = InputRows.finite("images", images, spec().shape().size())) {
            return IntStream.range(0, (int) images.size(0))
                    .mapToObj(i -> ImageGrid.single(rows.array(), i, spec().shape(), pixelRange()))
                    .toList();
        }
    }

    /**
     * Makes a trainer for this model's weights, with the settings of {@link #config()}. Several trainers of one model
     * take turns, update by update. Each has its own optimizers.
     *
     * @throws IllegalStateException if this model is closed
     */
    Trainer newTrainer();

    /**
     * Makes a trainer as {@link #newTrainer()} does. Noise, dropout and the labels of generated images come from {@code
     * random}.
     *
     * @throws UnsupportedOperationException if the model uses only its own seed
     */
    default Trainer newTrainer(RandomSource random) {
        throw new UnsupportedOperationException(family() + " draws random numbers of its own alone");
    }

    /**
     * Splits images into batches with the batch size and the seed of {@link #config()}. Pixels lie within {@link
     * #pixelRange()}.
     */
    default Batches batches(ImageDataset images) {
        Objects.requireNonNull(images, "images");
        return new Batches(images, config().batchSize(), pixelRange(), config().seed(), LastBatch.KEEP);
    }

    /**
     * Trains on images, with the epochs and the batch size of {@link #config()}. A second call trains the same weights
     * again, with a new optimizer and the same random numbers. It does not continue the first training. Use {@code
     * TrainingRun} to stop and continue a training.
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
        List<TrainingListener> following = Arguments.copyOf("listeners", Arrays.asList(listeners));
        Batches batches = batches(images);
        ImageSpec.requireFits(batches, this);
        try (Trainer trainer = newTrainer()) {
            new TrainingLoop(trainer, batches, config().epochs(), following).run();
        }
    }

    /**
     * Trains on images, update by update. Each element of the stream is one update, which runs when you ask for it. The
     * stream ends after the epochs of {@link #config()}.
     *
     * <pre>{@code
     * try (Stream<TrainingStep> steps = gan.steps(digits)) {
     *     steps.limit(1000).forEach(step -> chart.add(step.metrics()));
     * }
     * }</pre>
     *
     * @param images as for {@link #fit}
     * @return a sequential stream; close it after use. Its updates throw the exceptions of {@link TrainingSteps#of}
     * @throws IllegalArgumentException if the images have another shape or other labels
     */
    default Stream<TrainingStep> steps(ImageDataset images) {
        Batches batches = batches(images);
        ImageSpec.requireFits(batches, this);
        Trainer trainer = newTrainer();
        return TrainingSteps.of(trainer, batches, config().epochs()).onClose(trainer::close);
    }

    /**
     * Saves the model in one file. Read it with {@code ModelFile.load}, or with DL4J's {@code ComputationGraph.load}.
     * An existing file is replaced.
     */
    void save(Path file) throws IOException;

    /**
     * The DL4J graphs of all trained networks by name, such as {@code generator} and {@code discriminator}. They belong
     * to the model: a change of their parameters changes the model.
     */
    Map<String, ComputationGraph> networks();

    /**
     * The weights of {@link #networks()} under their PyTorch names, for export and import. The list is empty if the
     * model has no PyTorch counterpart. A change of these weights changes the model.
     */
    default List<StateDict> stateDicts() {
        return List.of();
    }

    /**
     * The tasks of the networks, as parts of {@link #networks()}. The first task generates images; an encoder follows.
     * Exporters, such as the ONNX exporter, read them. The list is empty if the model cannot be exported.
     */
    default List<InferenceGraph> inferenceGraphs() {
        return List.of();
    }

    /**
     * The model's own metrics, such as a bound on the likelihood; usually empty. Metrics of the generated images alone
     * are not listed.
     */
    default List<ModelMetric> metrics() {
        return List.of();
    }

    /**
     * Waits until the running call ends, and frees the model's native memory. Later calls that need the weights throw
     * an {@link IllegalStateException} ("this model is closed"). Its trainers do the same. A second call does nothing.
     *
     * <p>Do not use arrays of {@link #networks()} after this call.
     */
    @Override
    void close();

    /** The guard of this model's native memory; see {@link #close()}. */
    default ModelGuard guard() {
        return ModelGuard.NONE;
    }

    /** Whether {@link #close()} was called. */
    default boolean isClosed() {
        return guard().isClosed();
    }
}
