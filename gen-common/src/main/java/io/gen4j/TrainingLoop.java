package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the data as often as asked, and tells the listeners.
 *
 * <pre>{@code
 * try (Trainer trainer = model.newTrainer()) {
 *     new TrainingLoop(trainer, batches, 30, List.of(listener)).run();
 * }
 * }</pre>
 *
 * <p>Who wants each update in hand calls {@link Trainer#step} over {@link Batches} instead.
 */
public final class TrainingLoop {

    /** The part of {@link #state()} that is the trainer's. */
    public static final String TRAINER = "trainer";

    private final Trainer trainer;
    private final Batches batches;
    private final int epochs;
    private final List<TrainingListener> listeners;
    private @Nullable Batches evaluation;
    private final AtomicBoolean stopRequested = new AtomicBoolean();
    private final Metrics.Mean mean;
    private int epoch = 1;
    private int position;
    private @Nullable State listenerState;

    /** @param epochs how often to go through the data, at least 1 */
    public TrainingLoop(Trainer trainer, Batches batches, int epochs, List<? extends TrainingListener> listeners) {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs is " + epochs + ": must be at least 1");
        }
        this.trainer = trainer;
        this.batches = batches;
        this.epochs = epochs;
        this.listeners = List.copyOf(listeners);
        this.mean = new Metrics.Mean(trainer.metricNames());
    }

    /**
     * Measures the loss on other images after each epoch; of no effect if the trainer cannot.
     *
     * @return this
     */
    public TrainingLoop evaluateOn(Batches images) {
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

    /** How often the data is gone through. */
    public int epochs() {
        return epochs;
    }

    /** Updates in the whole run. */
    public long totalSteps() {
        return (long) epochs * batches.perEpoch();
    }

    /** Ends the run after the update that is being made; may be called by any thread, or by a listener. */
    public void stop() {
        stopRequested.set(true);
    }

    /** Whether {@link #stop()} was called. */
    public boolean isStopRequested() {
        return stopRequested.get();
    }

    /** The epoch that is being gone through, from 1; one more than {@link #epochs()} after the last. */
    public int epoch() {
        return epoch;
    }

    /** How many of the epoch's batches have been learnt from. */
    public int position() {
        return position;
    }

    /**
     * Everything that the rest of the training depends on: the weights of all networks, the trainer's and the listeners'
     * memory, and the position in the data. To be asked for in {@link TrainingListener#settled}, or outside {@link #run()}.
     *
     * @throws IOException if a listener fails
     */
    public State state() throws IOException {
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
     * Lets the next {@link #run()} go on where {@link #state()} was called.
     *
     * @throws InvalidDataException if the state is another training's
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
     * Runs to the end, or until {@link #stop()}.
     *
     * @throws IOException if a listener fails
     */
    public void run() throws IOException {
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
    }

    /** Tells every listener, whatever one of them throws. */
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
        try (BatchIterator images = batches.epoch(epoch, position)) {
            while (images.hasNext() && !stopRequested.get()) {
                step(images.next());
            }
        }
        if (position == batches.perEpoch() && !stopRequested.get()) {
            endEpoch();
        }
    }

    private void step(Batch batch) throws IOException {
        trainer.progress(batches.done(epoch, position, epochs));
        Metrics metrics = trainer.step(batch);
        position++;
        mean.add(metrics, batch.size());
        TrainingStep step = new TrainingStep(epoch, trainer.steps(), batch.size(), metrics);
        for (TrainingListener listener : listeners) {
            listener.stepped(step);
        }
        settle();
    }

    private void endEpoch() throws IOException {
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

    private void evaluate() throws IOException {
        if (evaluation == null || !trainer.canEvaluate()) {
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
}
