package io.gen4j;

import io.gen4j.checkpoint.State;
import java.io.IOException;

/**
 * Follows a training. Methods are called by the training thread, in the order of the events. {@code TrainingListeners} has
 * those that a training usually wants.
 */
public interface TrainingListener {

    /** Told of an epoch's end, see {@link #epochEnded}. */
    @FunctionalInterface
    interface EpochEnd {

        /** As {@link #epochEnded}. */
        void ended(int epoch, Metrics mean) throws IOException;
    }

    /**
     * Follows the epochs alone.
     *
     * <pre>{@code
     * vae.fit(digits, TrainingListener.onEpoch((epoch, mean) -> System.out.println(epoch + ": " + mean)));
     * }</pre>
     */
    static TrainingListener onEpoch(EpochEnd listener) {
        return new TrainingListener() {
            @Override
            public void epochEnded(int epoch, Metrics mean) throws IOException {
                listener.ended(epoch, mean);
            }
        };
    }

    /** Before the first update. */
    default void started(TrainingLoop loop) throws IOException {}

    /**
     * In place of {@link #started} where a training goes on that was stopped.
     *
     * @param state what {@link #save} wrote then; without what is this listener's if it was not there
     */
    default void resumed(TrainingLoop loop, State state) throws IOException {
        started(loop);
    }

    /** After an update. */
    default void stepped(TrainingStep step) throws IOException {}

    /**
     * After the last update of an epoch.
     *
     * @param epoch counted from 1
     * @param mean of the epoch's metrics, each update weighted by its images
     */
    default void epochEnded(int epoch, Metrics mean) throws IOException {}

    /**
     * After {@link #epochEnded}, if the loop has images to evaluate on.
     *
     * @param mean of the metrics over those images
     */
    default void evaluated(int epoch, Metrics mean) throws IOException {}

    /**
     * Once every listener has been told of an update, or of all that belongs to the end of an epoch, and once more before a
     * training ends that does not fail: now {@link TrainingLoop#state()} is whole.
     */
    default void settled(TrainingLoop loop) throws IOException {}

    /** Writes, under a name of its own, what the listener needs to go on; see {@link #resumed}. */
    default void save(State state) throws IOException {}

    /** After the last update, also when the training was stopped early or failed. */
    default void ended() throws IOException {}
}
