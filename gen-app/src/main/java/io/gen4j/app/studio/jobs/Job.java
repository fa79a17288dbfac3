package io.gen4j.app.studio.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job at one moment, for the API.
 *
 * @param id its name in the API
 * @param run that it works on
 * @param model of the run: last, best or a checkpoint's name
 * @param state of the job
 * @param stage its current task, in a few words; empty before the first
 * @param share of the current task that is finished, 0 to 1
 * @param created in UTC
 * @param result the name of the file that it wrote; null if there is none
 * @param problem the reason of a failure; null if there is none
 * @param messages what a reader of the result should know
 */
public record Job(
        String id,
        String run,
        String model,
        State state,
        String stage,
        double share,
        String created,
        @Nullable String result,
        @Nullable String problem,
        List<String> messages) {

    /** The state of a job. */
    public enum State {
        /** Other jobs go first. */
        WAITING,
        /** It is being done. */
        RUNNING,
        /** It ends at the next occasion. */
        CANCELLING,
        /** It has a result. */
        FINISHED,
        /** It was cancelled. */
        CANCELLED,
        /** It ended with a problem. */
        FAILED;

        /** The name in the API. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the job has ended. */
        public boolean isEnd() {
            return this == FINISHED || this == CANCELLED || this == FAILED;
        }
    }
}
