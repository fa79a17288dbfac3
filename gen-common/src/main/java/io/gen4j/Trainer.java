package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.optim.GradientExchange;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Trains a model, one batch at a time. Use it for a training loop of your own; {@link TrainingLoop} is the usual way.
 * It holds buffers and the state of the optimizers: close it after use. Not thread-safe.
 *
 * <p>Extend {@link CheckedTrainer} for a trainer of your own: it checks batches as described here.
 */
public interface Trainer extends AutoCloseable {

    /** The model that this trainer updates. */
    GenerativeModel model();

    /**
     * The names of the metrics of {@link #step}, in order. A name that ends in {@code _nats} is a loss in nats per
     * image.
     */
    List<String> metricNames();

    /** The number of updates so far. */
    long steps();

    /**
     * Sets the progress of the training. Values that change during a training, such as a learning rate, depend on it.
     * The initial progress is 0.
     *
     * @param done the finished share of all updates, at least 0 and less than 1; it applies to the following {@link
     *     #step}s
     */
    default void progress(double done) {}

    /**
     * Makes one update of each network that is due.
     *
     * @param batch images of the model's shape and pixel range, with one label per image if the model is a {@link
     *     ConditionalModel}; not changed
     * @return the metrics before the update
     * @throws IllegalArgumentException if the images have another width or type, or if the labels are wrong
     * @throws IllegalStateException if this trainer or its model is closed
     */
    Metrics step(Batch batch);

    /**
     * Prepares for the images of a dataset, and says whether this trainer then reads them itself. It does if it runs on a
     * device that has room for all of them. {@link #step} then also takes batches of {@link Batches#named}.
     *
     * @param batches as for {@link TrainingLoop}
     */
    default boolean readsByIndex(Batches batches) {
        return false;
    }

    /**
     * The number of images in an update. It exceeds the size of the batch if other processes train on other parts of
     * it.
     */
    default int imagesPerUpdate(Batch batch) {
        return Objects.requireNonNull(batch, "batch").size();
    }

    /**
     * Computes the loss without an update. The metrics have the names of {@link #metricNames()}.
     *
     * @param batch as for {@link #step}
     * @param index the index of the batch; the same index gives the same noise
     * @throws UnsupportedOperationException if {@link #canEvaluate()} is false
     */
    default Metrics evaluate(Batch batch, long index) {
        throw new UnsupportedOperationException(model().family() + " has no loss on unseen images");
    }

    /** Whether this trainer supports {@link #evaluate}. */
    default boolean canEvaluate() {
        return false;
    }

    /**
     * Writes the state of the optimizers and the number of updates. Together with the model's parameters, they
     * determine all further updates.
     */
    void save(State state);

    /**
     * Restores the state that {@link #save} wrote. The next updates are the same, bit for bit.
     *
     * @throws InvalidDataException if the state belongs to another trainer
     */
    void restore(State state) throws InvalidDataException;

    /** The current learning rates by name, such as {@code learning_rate}; empty if the trainer has none to report. */
    default Map<String, Double> learningRates() {
        return Map.of();
    }

    /**
     * Makes this trainer one of several replicas that train one model together. From then on, each optimizer combines
     * its gradients with those of the other replicas before an update.
     *
     * @throws UnsupportedOperationException if the model does not support this
     */
    default void exchangeGradients(GradientExchange exchange) {
        throw new UnsupportedOperationException(model().family() + " cannot be trained in several replicas");
    }

    /**
     * Multiplies the learning rate of every optimizer from now on. Use it for a schedule of your own.
     *
     * @throws IllegalArgumentException if the factor is not above 0, or not finite
     */
    void scaleLearningRate(double factor);

    /** Releases the buffers. The model stays open. A second call does nothing. */
    @Override
    void close();
}
