package io.gen4j.run;

import io.gen4j.DivergedException;
import io.gen4j.GenerativeModel;
import io.gen4j.TrainingInterruptedException;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A training that writes into a {@link RunDirectory} and can be resumed after any interruption. Use it for every training
 * that takes longer than you want to repeat:
 *
 * <pre>{@code
 * RunDirectory directory = RunDirectory.create(Path.of("runs/mine"));
 * TrainingRun.builder(model, images, directory).test(testImages).build().run();
 * }</pre>
 *
 * <p>If the directory has a checkpoint, the training resumes from the newest one. It needs a new model with the settings of
 * the run, the same images and the same directory. The result is bit for bit that of an uninterrupted training. Epochs and
 * learning rate may differ from the run's; such changes are recorded.
 *
 * <p>The training runs on a thread of its own, on which listeners are called, while {@link #run()} waits.
 */
public final class TrainingRun {

    final GenerativeModel model;
    final ImageDataset images;
    final @Nullable ImageDataset test;
    final RunDirectory directory;
    final CheckpointPolicy policy;
    final DivergencePolicy divergence;
    final List<TrainingListener> listeners;
    final List<TrainingListener> watchers;
    final Map<String, Object> parts;
    final Consumer<String> messages;
    private final AtomicReference<@Nullable TrainingLoop> running = new AtomicReference<>();
    private volatile boolean stopRequested;

    private TrainingRun(Builder builder) {
        model = builder.model;
        images = builder.images;
        test = builder.test;
        directory = builder.directory;
        policy = builder.policy;
        divergence = builder.divergence;
        listeners = List.copyOf(builder.listeners);
        watchers = List.copyOf(builder.watchers);
        parts = new LinkedHashMap<>(builder.parts);
        messages = builder.messages;
    }

    /**
     * Starts with {@link CheckpointPolicy#DEFAULTS}, {@link DivergencePolicy#STOP} and no test images.
     *
     * @param model trained for as many epochs as its settings say
     * @param images the training images
     * @param directory where everything is written
     */
    public static Builder builder(GenerativeModel model, ImageDataset images, RunDirectory directory) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(images, "images");
        Objects.requireNonNull(directory, "directory");
        return new Builder(model, images, directory);
    }

    /** Collects the parts of a training. */
    public static final class Builder {

        private final GenerativeModel model;
        private final ImageDataset images;
        private final RunDirectory directory;
        private final List<TrainingListener> listeners = new ArrayList<>();
        private final List<TrainingListener> watchers = new ArrayList<>();
        private final Map<String, Object> parts = new LinkedHashMap<>();
        private @Nullable ImageDataset test;
        private CheckpointPolicy policy = CheckpointPolicy.DEFAULTS;
        private DivergencePolicy divergence = DivergencePolicy.STOP;
        private Consumer<String> messages = line -> {};

        private Builder(GenerativeModel model, ImageDataset images, RunDirectory directory) {
            this.model = model;
            this.images = images;
            this.directory = directory;
        }

        /** Sets test images, which measure the loss and appear in pictures; null for none. */
        public Builder test(@Nullable ImageDataset value) {
            test = value;
            return this;
        }

        /** Sets when checkpoints are written. */
        public Builder checkpoints(CheckpointPolicy value) {
            policy = Objects.requireNonNull(value, "checkpoints");
            return this;
        }

        /** Sets the reaction to a loss or weight that is no longer finite. */
        public Builder divergence(DivergencePolicy value) {
            divergence = Objects.requireNonNull(value, "divergence");
            return this;
        }

        /**
         * Adds listeners. If one fails, the training ends. They are called after the model and the metrics are written, and
         * before the pictures.
         */
        public Builder listeners(TrainingListener... some) {
            listeners.addAll(Arguments.copyOf("listeners", Arrays.asList(Objects.requireNonNull(some, "listeners"))));
            return this;
        }

        /**
         * Adds listeners that only watch, such as plots and metrics. If one fails, a {@linkplain #messages line} says so and
         * the training goes on. They are called after the other listeners.
         */
        public Builder watchers(TrainingListener... some) {
            watchers.addAll(Arguments.copyOf("watchers", Arrays.asList(Objects.requireNonNull(some, "watchers"))));
            return this;
        }

        /**
         * Adds a part to the run's record, {@code config.json}. If a resumed run has another value, the change is recorded
         * with the update after which it holds.
         *
         * @param name of the part
         * @param value written as JSON
         */
        public Builder record(String name, Object value) {
            parts.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Sets a receiver of warnings, one line each; by default they are dropped. */
        public Builder messages(Consumer<String> value) {
            messages = Objects.requireNonNull(value, "messages");
            return this;
        }

        /** The training, which {@link TrainingRun#run()} starts. */
        public TrainingRun build() {
            return new TrainingRun(this);
        }
    }

    /** Ends the training with a checkpoint after the current update. Any thread may call this. */
    public void stop() {
        stopRequested = true;
        @Nullable TrainingLoop loop = running.get();
        if (loop != null) {
            loop.stop();
        }
    }

    /** Makes {@link #stop()} act on a loop; null when it has ended. */
    void setLoop(@Nullable TrainingLoop loop) {
        running.set(loop);
        if (loop != null && stopRequested) {
            loop.stop();
        }
    }

    /**
     * Trains to the end, or until {@link #stop()}, from the newest checkpoint if there is one. An interrupt of the calling
     * thread stops the training likewise; the checkpoint is written before this method throws.
     *
     * @return whether the last epoch was finished
     * @throws java.nio.file.FileAlreadyExistsException if another training writes into the directory
     * @throws InvalidDataException if images, labels or settings differ from the run's, it has more epochs already, or no
     *     checkpoint can be read; nothing was changed
     * @throws DivergedException if a loss or a weight became infinite or NaN
     * @throws TrainingInterruptedException if the calling thread was interrupted before the last epoch was finished
     * @throws RunMovedException if the directory was moved or removed meanwhile
     * @throws IOException if something cannot be written, or a listener fails
     */
    public boolean run() throws IOException {
        boolean finished = TrainingThread.run(directory.path(), () -> new TrainingSession(this).run(), this::stop);
        if (!finished && Thread.currentThread().isInterrupted()) {
            throw new TrainingInterruptedException("the training in " + directory.path()
                    + " was interrupted; it can be resumed from its last checkpoint");
        }
        return finished;
    }
}
