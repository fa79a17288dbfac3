package io.gen4j.train;

import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
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

    private final Trainer trainer;
    private final Batches batches;
    private final int epochs;
    private final List<TrainingListener> listeners;
    private @Nullable Batches evaluation;
    private final AtomicBoolean stopRequested = new AtomicBoolean();

    /** @param epochs how often to go through the data, at least 1 */
    public TrainingLoop(Trainer trainer, Batches batches, int epochs, List<? extends TrainingListener> listeners) {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs is " + epochs + ": must be at least 1");
        }
        this.trainer = trainer;
        this.batches = batches;
        this.epochs = epochs;
        this.listeners = List.copyOf(listeners);
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

    /**
     * Runs to the end, or until {@link #stop()}.
     *
     * @throws IOException if a listener fails
     */
    public void run() throws IOException {
        try {
            for (TrainingListener listener : listeners) {
                listener.started(this);
            }
            for (int epoch = 1; epoch <= epochs && !stopRequested.get(); epoch++) {
                runEpoch(epoch);
            }
        } finally {
            for (TrainingListener listener : listeners) {
                listener.ended();
            }
        }
    }

    private void runEpoch(int epoch) throws IOException {
        Metrics.Mean mean = new Metrics.Mean(trainer.metricNames());
        try (BatchIterator epochBatches = batches.epoch(epoch, 0)) {
            while (epochBatches.hasNext() && !stopRequested.get()) {
                trainer.progress((epoch - 1 + (double) epochBatches.position() / batches.perEpoch()) / epochs);
                Batch batch = epochBatches.next();
                Metrics metrics = trainer.step(batch);
                mean.add(metrics, batch.size());
                TrainingStep step = new TrainingStep(epoch, trainer.steps(), batch.size(), metrics);
                for (TrainingListener listener : listeners) {
                    listener.stepped(step);
                }
            }
        }
        if (!stopRequested.get()) {
            for (TrainingListener listener : listeners) {
                listener.epochEnded(epoch, mean.get());
            }
            evaluate(epoch);
        }
    }

    private void evaluate(int epoch) throws IOException {
        if (evaluation == null || !trainer.canEvaluate()) {
            return;
        }
        Metrics.Mean mean = new Metrics.Mean(trainer.metricNames());
        try (BatchIterator images = evaluation.epoch(0, 0)) {
            while (images.hasNext()) {
                int index = images.position();
                Batch batch = images.next();
                mean.add(trainer.evaluate(batch, index), batch.size());
            }
        }
        for (TrainingListener listener : listeners) {
            listener.evaluated(epoch, mean.get());
        }
    }
}
