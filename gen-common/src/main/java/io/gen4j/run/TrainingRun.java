package io.gen4j.run;

import io.gen4j.DivergedException;
import io.gen4j.GenerativeModel;
import io.gen4j.Trainer;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.CheckpointDirectory;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A training that writes into a {@link RunDirectory}, and never loses what it has learnt:
 *
 * <pre>{@code
 * RunDirectory directory = RunDirectory.create(Path.of("runs/mine"));
 * TrainingRun.builder(model, images, directory).test(testImages).build().run();
 * }</pre>
 *
 * <p>Where the directory has a checkpoint, the training goes on from the newest: a model with the settings of the run, made
 * anew, the same images and the same directory are all that it takes, and what comes of it is, bit for bit, what would have
 * come of a training that was never stopped. Everything goes through here: {@code gen train} and {@code gen resume} add a
 * progress bar.
 */
public final class TrainingRun {

    private static final int PICTURED = 64;
    private static final double ROLLBACK_FACTOR = 0.5;

    private final GenerativeModel model;
    private final ImageDataset images;
    private final @Nullable ImageDataset test;
    private final RunDirectory directory;
    private final CheckpointPolicy policy;
    private final DivergencePolicy divergence;
    private final List<TrainingListener> listeners;
    private final Consumer<String> messages;
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
        messages = builder.messages;
    }

    /**
     * Starts with {@link CheckpointPolicy#DEFAULTS}, {@link DivergencePolicy#STOP} and no test images.
     *
     * @param model learns, for as many epochs as its settings say
     * @param images to learn from
     * @param directory where everything is written
     */
    public static Builder builder(GenerativeModel model, ImageDataset images, RunDirectory directory) {
        return new Builder(model, images, directory);
    }

    /** Collects what a training needs. */
    public static final class Builder {

        private final GenerativeModel model;
        private final ImageDataset images;
        private final RunDirectory directory;
        private final List<TrainingListener> listeners = new ArrayList<>();
        private @Nullable ImageDataset test;
        private CheckpointPolicy policy = CheckpointPolicy.DEFAULTS;
        private DivergencePolicy divergence = DivergencePolicy.STOP;
        private Consumer<String> messages = line -> {};

        private Builder(GenerativeModel model, ImageDataset images, RunDirectory directory) {
            this.model = model;
            this.images = images;
            this.directory = directory;
        }

        /** Sets images that are not learnt from, to measure with and to show; null for none. */
        public Builder test(@Nullable ImageDataset value) {
            test = value;
            return this;
        }

        /** Sets when checkpoints are written. */
        public Builder checkpoints(CheckpointPolicy value) {
            policy = value;
            return this;
        }

        /** Sets what happens when numbers go bad. */
        public Builder divergence(DivergencePolicy value) {
            divergence = value;
            return this;
        }

        /** Adds some who follow the training; they are told before the run's own files are written. */
        public Builder listeners(TrainingListener... some) {
            listeners.addAll(List.of(some));
            return this;
        }

        /** Sets who is told, a line each, what is out of the ordinary; by default nobody. */
        public Builder messages(Consumer<String> value) {
            messages = value;
            return this;
        }

        /** The training, not started yet. */
        public TrainingRun build() {
            return new TrainingRun(this);
        }
    }

    /** Ends the training after the update that is being made, with a checkpoint; may be called by any thread. */
    public void stop() {
        stopRequested = true;
        @Nullable TrainingLoop loop = running.get();
        if (loop != null) {
            loop.stop();
        }
    }

    /**
     * Trains to the end, or until {@link #stop()}, from the newest checkpoint if there is one.
     *
     * @return whether the last epoch was finished
     * @throws java.nio.file.FileAlreadyExistsException if another training writes into the directory
     * @throws InvalidDataException if the images are not those that the run began with, or no checkpoint can be read
     * @throws DivergedException if numbers went bad
     * @throws IOException if something cannot be written, or a listener fails
     */
    @SuppressWarnings("try") // the lock is there to be held
    public boolean run() throws IOException {
        try (RunLock lock = RunLock.acquire(directory)) {
            AtomicFile.deleteLeftOvers(directory.path());
            record();
            RunStatus.RUNNING.write(directory);
            boolean finished;
            try {
                finished = trainToTheEnd();
            } catch (IOException | RuntimeException | Error e) {
                writeFailed(e);
                throw e;
            }
            (finished ? RunStatus.FINISHED : RunStatus.STOPPED).write(directory);
            return finished;
        }
    }

    /** On a full disk this fails too, which is not what the user has to know. */
    private void writeFailed(Throwable failure) {
        try {
            RunStatus.FAILED.write(directory);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private boolean trainToTheEnd() throws IOException {
        model.spec().requireShape(images);
        Batches batches = model.batches(images);
        @Nullable Batches tested = test == null ? null : model.batches(test);
        Batch originals = (tested == null ? batches : tested).first(PICTURED);
        try (Trainer trainer = model.newTrainer()) {
            TrainingLoop loop =
                    new TrainingLoop(trainer, batches, model.config().epochs(), listeners(originals));
            if (tested != null) {
                loop.evaluateOn(tested);
            }
            train(loop);
            return loop.epoch() > loop.epochs();
        } finally {
            running.set(null);
            originals.images().close();
        }
    }

    private void record() throws IOException {
        if (Files.notExists(directory.config())) {
            RunRecord.of(model, images, test).write(directory.config());
            return;
        }
        RunRecord record = RunRecord.read(directory.config());
        record.requireData(images, test);
        if (record.update(model)) {
            record.write(directory.config());
        }
    }

    private List<TrainingListener> listeners(Batch originals) {
        List<TrainingListener> all = new ArrayList<>(listeners);
        all.addAll(List.of(TrainingListeners.recording(model, directory, originals)));
        all.add(new CheckpointWriter(directory.checkpoints(), policy));
        return all;
    }

    private void train(TrainingLoop loop) throws IOException {
        running.set(loop);
        if (stopRequested) {
            loop.stop();
        }
        @Nullable State newest = newest();
        if (newest != null) {
            loop.restore(newest);
        }
        for (int rollbacks = 0; ; rollbacks++) {
            try {
                loop.run();
                return;
            } catch (DivergedException e) {
                if (divergence == DivergencePolicy.STOP || rollbacks == DivergencePolicy.MAX_ROLLBACKS) {
                    throw e;
                }
                goBack(loop, e);
            }
        }
    }

    /** The halved learning rate is written at once, so that the next way back starts from it. */
    private void goBack(TrainingLoop loop, DivergedException failure) throws IOException {
        @Nullable State state = newest();
        if (state == null) {
            throw failure;
        }
        loop.restore(state);
        Trainer trainer = loop.trainer();
        trainer.scaleLearningRate(ROLLBACK_FACTOR);
        trainer.save(state.in(TrainingLoop.TRAINER));
        directory.checkpoints().write(trainer.steps(), state);
        messages.accept(
                failure.getMessage() + ": back to step " + trainer.steps() + ", and on with half the learning rate");
    }

    private @Nullable State newest() throws IOException {
        return directory
                .checkpoints()
                .latest(messages)
                .map(CheckpointDirectory.Found::state)
                .orElse(null);
    }
}
