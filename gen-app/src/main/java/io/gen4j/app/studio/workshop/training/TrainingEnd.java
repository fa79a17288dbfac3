package io.gen4j.app.studio.workshop.training;

import io.gen4j.run.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a training ended, from all that is known of it.
 *
 * @param state that it ended in
 * @param problem one line; null if there is none
 */
record TrainingEnd(TrainingRecord.State state, @Nullable String problem) {

    /** The exit code of a process that another studio began. */
    static final int UNKNOWN = -1;

    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;
    /** The start of a stopped training's last line. */
    static final String STOPPED_LINE = "stopped; go on with";

    /**
     * Concludes.
     *
     * @param wasAsked whether somebody stopped it
     * @param code the exit code, or {@link #UNKNOWN}
     * @param status of its run; null if it has none
     * @param line the last one of its output that says something
     */
    static TrainingEnd of(boolean wasAsked, int code, @Nullable RunStatus status, String line) {
        boolean wasSignalled = code == INTERRUPTED || code == TERMINATED || line.startsWith(STOPPED_LINE);
        if (code == 0 || code == UNKNOWN && status == RunStatus.FINISHED) {
            return new TrainingEnd(TrainingRecord.State.FINISHED, null);
        }
        if (wasAsked || wasSignalled) {
            // Without a status it had not begun to train: there is nothing to resume.
            return new TrainingEnd(
                    status == null ? TrainingRecord.State.CANCELLED : TrainingRecord.State.STOPPED, null);
        }
        if (status == RunStatus.STOPPED || status == RunStatus.RUNNING) {
            return new TrainingEnd(
                    TrainingRecord.State.FAILED,
                    "its process was killed, as by a lack of memory: resume it, or choose a smaller batch size");
        }
        return new TrainingEnd(
                TrainingRecord.State.FAILED,
                line.isEmpty() ? "its process ended without a word: see its output" : line);
    }
}
