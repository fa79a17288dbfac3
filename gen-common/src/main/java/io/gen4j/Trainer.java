package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.optim.GradientExchange;
import java.util.List;
import java.util.Map;

/** Improves a model, one batch at a time. Holds buffers and optimiser state; used by one thread. */
public interface Trainer extends AutoCloseable {

    /** The model that is being improved. */
    GenerativeModel model();

    /** What {@link #step} reports, in order; a name that ends in {@code _nats} is a loss in nats an image. */
    List<String> metricNames();

    /** How many updates have been made. */
    long steps();

    /**
     * Tells how far the training is, for what changes in its course, such as a learning rate; of no effect on most trainers.
     * Without it, the training is always at its start.
     *
     * @param done the part of all updates that is over, 0 to less than 1; holds for the next {@link #step}s
     */
    default void progress(double done) {}

    /**
     * One update of every network that is due.
     *
     * @param batch images in the model's pixel range; not changed
     */
    Metrics step(Batch batch);

    /**
     * How many images an update on a batch learns from: more than the batch has, where other processes have other parts of it.
     */
    default int imagesPerUpdate(Batch batch) {
        return batch.size();
    }

    /**
     * The loss on images that are not learnt from, for models that have one; the names are the trainer's.
     *
     * @param index of the batch: the same index draws the same noise
     */
    default Metrics evaluate(Batch batch, long index) {
        throw new UnsupportedOperationException(model().family() + " has no loss on unseen images");
    }

    /** Whether {@link #evaluate} works. */
    default boolean canEvaluate() {
        return false;
    }

    /**
     * Writes everything that further updates depend on, but for the parameters of the model's networks: the optimisers'
     * memory, the count of updates.
     */
    void save(State state);

    /**
     * Goes on where {@link #save} was called: updates are, bit for bit, those that would have followed there.
     *
     * @throws InvalidDataException if the state is another trainer's
     */
    void restore(State state) throws InvalidDataException;

    /** The learning rates as they are now, by a name such as {@code learning_rate}; empty if the trainer does not tell. */
    default Map<String, Double> learningRates() {
        return Map.of();
    }

    /**
     * Makes this trainer one of several replicas that train one model together: from now on, every optimiser combines its
     * gradients with those of the other replicas before it moves the parameters.
     *
     * @throws UnsupportedOperationException if the model cannot be trained so
     */
    default void exchangeGradients(GradientExchange exchange) {
        throw new UnsupportedOperationException(model().family() + " cannot be trained in several replicas");
    }

    /** Multiplies the learning rate of every optimiser from now on. */
    void scaleLearningRate(double factor);

    /** Releases buffers, not the model. */
    @Override
    void close();
}
