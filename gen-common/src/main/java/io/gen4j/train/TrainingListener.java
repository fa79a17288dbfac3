package io.gen4j.train;

import java.io.IOException;

/** Follows a training. Methods are called by the training thread, in the order of the events. */
public interface TrainingListener {

    /** Before the first update. */
    default void started(TrainingLoop loop) throws IOException {}

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

    /** After the last update, also when the training was stopped early or failed. */
    default void ended() throws IOException {}
}
