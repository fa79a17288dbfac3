package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.optim.GradientExchange;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Trains a model, one batch at a time. It holds buffers and the state of the optimizers; close it after use. For one thread.
 *
 * <p>Extend {@link CheckedTrainer} for a trainer of your own: it checks batches as described here.
 */
public interface Trainer extends AutoCloseable {

    /** The model whose weights are trained. */
    GenerativeModel model();

    /** The names of the metrics of {@link #step}, in order; a name that ends in {@code _nats} is a loss in nats per image. */
    List<String> metricNames();

    /** The number of updates so far. */
    long steps();

    /**
     * Sets the progress of the training, for values that change during it, such as a learning rate. Until the first call,
     * the training is at its start.
     *
     * @param done the part of all updates that is over, at least 0 and less than 1; holds for the next {@link #step}s
     */
    default void progress(double done) {}

    /**
     * Makes one update of every network that is due.
     *
     * @param batch images of the model's shape and pixel range, with a label each if the model is a {@link
     *     ConditionalModel}; not changed
     * @return the metrics before the update
     * @throws IllegalArgumentException if the images have another width or type, or the labels do not fit
     * @throws IllegalStateException if this trainer or its model is closed
     */
    Metrics step(Batch batch);

    /**
     * How many images an update on a batch learns from: more than the batch has, where other processes have other parts of it.
     */
    default int imagesPerUpdate(Batch batch) {
        return Objects.requireNonNull(batch, "batch").size();
    }

    /**
     * The loss on images without an update, with the same names.
     *
     * @param batch as for {@link #step}
     * @param index of the batch: the same index draws the same noise
     * @throws UnsupportedOperationException if {@link #canEvaluate()} is false
     */
    default Metrics evaluate(Batch batch, long index) {
        throw new UnsupportedOperationException(model().family() + " has no loss on unseen images");
    }

    /** Whether {@link #evaluate} works. */
    default boolean canEvaluate() {
        return false;
    }

    /**
     * Writes everything that further updates depend on, except the model's parameters: the state of the optimizers and the
     * number of updates.
     */
    void save(State state);

    /**
     * Continues where {@link #save} was called: the next updates are the same, bit for bit.
     *
     * @throws InvalidDataException if the state belongs to another trainer
     */
    void restore(State state) throws InvalidDataException;

    /** The current learning rates by name, such as {@code learning_rate}; empty if the trainer does not tell them. */
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

    /**
     * Multiplies the learning rate of every optimizer from now on.
     *
     * @throws IllegalArgumentException if the factor is not above 0, or not finite
     */
    void scaleLearningRate(double factor);

    /** Releases the buffers, not the model. A second call does nothing. */
    @Override
    void close();
}
