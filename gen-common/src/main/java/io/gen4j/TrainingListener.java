package io.gen4j;

import io.gen4j.checkpoint.State;
import java.io.IOException;
import java.util.Objects;

/**
 * Follows a training. Implement it to draw charts, write files or stop early. The training thread calls the methods in
 * the order of the events. {@code TrainingListeners} offers the common listeners.
 */
public interface TrainingListener {

    /** Called at the end of an epoch; see {@link #epochEnded}. */
    @FunctionalInterface
    interface EpochEnd {

        /** See {@link #epochEnded}. */
        void ended(int epoch, Metrics mean) throws IOException;
    }

    /**
     * Makes a listener that follows only the ends of epochs.
     *
     * <pre>{@code
     * vae.fit(digits, TrainingListener.onEpoch((epoch, mean) -> System.out.println(epoch + ": " + mean)));
     * }</pre>
     */
    static TrainingListener onEpoch(EpochEnd listener) {
        Objects.requireNonNull(listener, "listener");
        return new TrainingListener() {
            @Override
            public void epochEnded(int epoch, Metrics mean) throws IOException {
                listener.ended(epoch, mean);
            }
        };
    }

    /** Called before the first update. */
    default void started(TrainingLoop loop) throws IOException {}

    /**
     * Called instead of {@link #started} when a training resumes.
     *
     * @param state the state that {@link #save} wrote. It lacks this listener's values if the listener was not present
     *     then
     */
    default void resumed(TrainingLoop loop, State state) throws IOException {
        started(loop);
    }

    /** Called after each update. */
    default void stepped(TrainingStep step) throws IOException {}

    /**
     * Called after the last update of an epoch.
     *
     * @param epoch counted from 1
     * @param mean the mean of the epoch's metrics, weighted by the images of each update
     */
    default void epochEnded(int epoch, Metrics mean) throws IOException {}

    /**
     * Called after {@link #epochEnded} if the loop evaluates on other images.
     *
     * @param mean the mean of the metrics over these images
     */
    default void evaluated(int epoch, Metrics mean) throws IOException {}

    /**
     * Called when all listeners have seen an update, or all events at the end of an epoch. Also called once before a
     * training ends without a failure. {@link TrainingLoop#state()} is complete at this point.
     */
    default void settled(TrainingLoop loop) throws IOException {}

    /** Writes the listener's state under its own name; see {@link #resumed}. */
    default void save(State state) throws IOException {
        Objects.requireNonNull(state, "state");
    }

    /** Called after the last update, also if the training was stopped early or failed. */
    default void ended() throws IOException {}
}
