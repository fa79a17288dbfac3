package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.ReadInterruptedException;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model for a number of epochs and calls listeners. Use it to evaluate on other images, to stop early, or to
 * save and restore the state. {@link GenerativeModel#fit} is the short form.
 *
 * <pre>{@code
 * try (Trainer trainer = model.newTrainer()) {
 *     new TrainingLoop(trainer, batches, 30, List.of(listener)).run();
 * }
 * }</pre>
 *
 * <p>To control each update yourself, use {@link GenerativeModel#steps} or call {@link Trainer#step}.
 *
 * <p>Not thread-safe, except that any thread may call {@link #stop()}.
 */
public final class TrainingLoop {

    /** The name under which {@link #state()} holds the trainer's state. */
    public static final String TRAINER = "trainer";

    /** The number of first epochs that are always evaluated. */
    private static final int ALWAYS_EVALUATED = 10;

    private final Trainer trainer;
    private final Batches batches;
    private final int epochs;
    private final List<TrainingListener> listeners;
    private @Nullable Batches evaluation;
    private boolean interrupted;
    private final AtomicBoolean stopRequested = new AtomicBoolean();
    private final Metrics.Mean mean;
    private final DivergenceCheck.Losses divergence = new DivergenceCheck.Losses();
    private int epoch = 1;
    private int position;
    private @Nullable State listenerState;

    /**
     * Makes a training that has not started.
     *
     * @param trainer makes the updates; the loop does not close it
     * @param batches the images. Shape and pixel range are those of the trainer's model, and also the labels if it is a
     *     {@link ConditionalModel}
     * @param epochs passes through the data, at least 1
     * @param listeners called in this order
     * @throws IllegalArgumentException if the batches do not suit the model, or {@code epochs} is less than 1
     */
    public TrainingLoop(Trainer trainer, Batches batches, int epochs, List<? extends TrainingListener> listeners) {
        Objects.requireNonNull(trainer, "trainer");
        ImageSpec.requireFits(batches, trainer.model());
        Checks.requireWithin("epochs", epochs, 1, Integer.MAX_VALUE);
        this.trainer = trainer;
        this.batches = batches;
        this.epochs = epochs;
        this.listeners = Arguments.copyOf("listeners", listeners);
        this.mean = new Metrics.Mean(trainer.metricNames());
    }

    /**
     * Measures the loss on other images after each epoch. It has no effect if the trainer cannot {@link
     * Trainer#canEvaluate() evaluate}. If there are n times as many images as training images, it measures only every
     * n-th epoch after the tenth. It always measures the last epoch.
     *
     * @param images as for the constructor
     * @return this
     * @throws IllegalArgumentException if the images do not suit the model
     */
    public TrainingLoop evaluateOn(Batches images) {
        Objects.requireNonNull(images, "images");
        ImageSpec.requireFits(images, trainer.model());
        evaluation = images;
        return this;
    }

    /** The trainer that makes the updates. */
    public Trainer trainer() {
        return trainer;
    }

    /** The data, in batches. */
    public Batches batches() {
        return batches;
    }

    /** The number of passes through the data. */
    public int epochs() {
        return epochs;
    }

    /** The number of updates in the whole training. */
    public long totalSteps() {
        return (long) epochs * batches.perEpoch();
    }

    /** Ends the run after the current update. Any thread may call this, and so may a listener. */
    public void stop() {
        stopRequested.set(true);
    }

    /** Whether {@link #stop()} was called. */
    public boolean isStopRequested() {
        return stopRequested.get();
    }

    /** The current epoch, counted from 1; {@code epochs() + 1} after the last. */
    public int epoch() {
        return epoch;
    }

    /** The number of finished batches of the current epoch. */
    public int position() {
        return position;
    }

    /**
     * The complete state of the training: the weights of all networks, the trainer, the listeners, and the position in
     * the data. Call this in {@link TrainingListener#settled} or outside {@link #run()}.
     *
     * @throws IOException if a listener fails
     */
    public State state() throws IOException {
        divergence.requireFinite(trainer);
        State state = new State();
        State own = state.in("loop");
        own.putInteger("epoch", epoch);
        own.putInteger("position", position);
        own.putInteger("batches an epoch", batches.perEpoch());
        mean.save(own.in("mean"));
        new NetworkStates(trainer.model()).save(state.in("networks"));
        trainer.save(state.in(TRAINER));
        for (TrainingListener listener : listeners) {
            listener.save(state.in("listeners"));
        }
        return state;
    }

    /**
     * Restores a state. The next {@link #run()} continues from there.
     *
     * @throws InvalidDataException if the state belongs to another training
     */
    public void restore(State state) throws InvalidDataException {
        State own = state.in("loop");
        int perEpoch = own.integer("batches an epoch", 1, Integer.MAX_VALUE);
        if (perEpoch != batches.perEpoch()) {
            throw new InvalidDataException("the checkpoint is of a training with " + perEpoch
                    + " batches an epoch: this one has " + batches.perEpoch());
        }
        new NetworkStates(trainer.model()).restore(state.in("networks"));
        trainer.restore(state.in(TRAINER));
        mean.restore(own.in("mean"));
        epoch = own.integer("epoch", 1, Integer.MAX_VALUE);
        position = own.integer("position", 0, perEpoch);
        listenerState = state.in("listeners");
    }

    /**
     * Copies the weights of a state into a model. Use it to read a model from a checkpoint.
     *
     * @throws InvalidDataException if the state belongs to a model with other networks
     */
    public static void restoreWeights(State state, GenerativeModel model) throws InvalidDataException {
        Objects.requireNonNull(model, "model");
        new NetworkStates(model).restore(state.in("networks"));
    }

    /**
     * Runs to the end, or until {@link #stop()}. An interrupt of this thread also stops the run. Listeners can still
     * write their files; then the run throws.
     *
     * @throws DivergedException if a loss or a weight becomes infinite or NaN
     * @throws TrainingInterruptedException if this thread was interrupted
     * @throws IOException if a listener fails
     */
    public void run() throws IOException {
        interrupted = false;
        try {
            for (TrainingListener listener : listeners) {
                start(listener);
            }
            while (epoch <= epochs && !stopRequested.get()) {
                runEpoch();
            }
            settle();
        } catch (IOException | RuntimeException | Error e) {
            end(e);
            throw e;
        }
        end(null);
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new TrainingInterruptedException(
                    "the training was interrupted in epoch " + epoch + " after step " + trainer.steps());
        }
    }

    /** Calls every listener, even if one of them fails. */
    private void end(@Nullable Throwable failure) throws IOException {
        Throwable first = failure;
        for (TrainingListener listener : listeners) {
            try {
                listener.ended();
            } catch (IOException | RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (failure == null && first instanceof IOException e) {
            throw e;
        }
        if (failure == null && first instanceof RuntimeException e) {
            throw e;
        }
    }

    private void start(TrainingListener listener) throws IOException {
        if (listenerState == null) {
            listener.started(this);
        } else {
            listener.resumed(this, listenerState);
        }
    }

    private void runEpoch() throws IOException {
        try (BatchIterator images =
                trainer.readsByIndex(batches) ? batches.named(epoch, position) : batches.epoch(epoch, position)) {
            while (images.hasNext() && !isToStop()) {
                step(images.next());
            }
        } catch (ReadInterruptedException e) {
            isToStop();
        }
        if (position == batches.perEpoch() && !stopRequested.get()) {
            endEpoch();
        }
    }

    /**
     * Clears the interrupt flag until the run ends. Java cannot write files through channels on an interrupted thread.
     */
    private boolean isToStop() {
        if (Thread.interrupted()) {
            interrupted = true;
            stop();
        }
        return stopRequested.get();
    }

    private void step(Batch batch) throws IOException {
        trainer.progress(batches.done(epoch, position, epochs));
        Metrics metrics = trainer.step(batch);
        position++;
        int size = trainer.imagesPerUpdate(batch);
        mean.add(metrics, size);
        TrainingStep step = new TrainingStep(epoch, trainer.steps(), size, metrics);
        divergence.afterUpdate(step, trainer);
        for (TrainingListener listener : listeners) {
            listener.stepped(step);
        }
        settle();
    }

    private void endEpoch() throws IOException {
        divergence.requireFinite(trainer);
        DivergenceCheck.requireFiniteWeights(trainer);
        for (TrainingListener listener : listeners) {
            listener.epochEnded(epoch, mean.get());
        }
        evaluate();
        epoch++;
        position = 0;
        mean.reset();
        settle();
    }

    private void settle() throws IOException {
        for (TrainingListener listener : listeners) {
            listener.settled(this);
        }
    }

    /**
     * Skips epochs if there are many more images than training images. The evaluation would otherwise take most of the
     * time.
     */
    private boolean isEvaluationDue(Batches images) {
        int interval = Math.max(1, images.data().size() / batches.data().size());
        return epoch <= ALWAYS_EVALUATED || epoch % interval == 0 || epoch == epochs;
    }

    private void evaluate() throws IOException {
        if (evaluation == null || !trainer.canEvaluate() || !isEvaluationDue(evaluation)) {
            return;
        }
        Metrics.Mean evaluated = new Metrics.Mean(trainer.metricNames());
        try (BatchIterator images = evaluation.epoch(0, 0)) {
            while (images.hasNext()) {
                int index = images.position();
                Batch batch = images.next();
                evaluated.add(trainer.evaluate(batch, index), batch.size());
            }
        }
        for (TrainingListener listener : listeners) {
            listener.evaluated(epoch, evaluated.get());
        }
    }

    /**
     * The parameters of a model's networks and their batch counts. The parameters include the statistics of batch
     * normalisation.
     */
    private record NetworkStates(GenerativeModel model) {

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
}
