package io.gen4j.app.studio.workshop.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A training of the queue, as it lies on the disk.
 *
 * @param number orders the queue
 * @param key that the client gave, so that a repeated request is the same training
 * @param kind train or resume
 * @param state of the training
 * @param run the name of its run's directory; null before it starts
 * @param dataset the id of its data; null for a resumed run
 * @param model the name of the family
 * @param preset its settings start from; null if there is none
 * @param settings as they were asked for
 * @param epochs in all; 0 if a resumed run keeps its own
 * @param command the line for a terminal
 * @param arguments of the program, without the place of the run
 * @param created in UTC
 * @param started in UTC; null before
 * @param ended in UTC; null before
 * @param process its number; 0 if unknown
 * @param mark names the process among others
 * @param problem why it failed; null if it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record TrainingRecord(
        long number,
        String key,
        String kind,
        State state,
        @Nullable String run,
        @Nullable String dataset,
        String model,
        @Nullable String preset,
        JsonNode settings,
        int epochs,
        String command,
        List<String> arguments,
        String created,
        @Nullable String started,
        @Nullable String ended,
        long process,
        String mark,
        @Nullable String problem) {

    /** The kind of a new training. */
    static final String TRAIN = "train";

    /** The kind of a training that goes on. */
    static final String RESUME = "resume";

    /** The state of a training in the queue. */
    enum State {
        /** Others go first. */
        WAITING,
        /** Its process runs. */
        RUNNING,
        /** Its process writes a checkpoint and ends. */
        STOPPING,
        /** It has trained its last epoch. */
        FINISHED,
        /** It ended earlier, with a checkpoint, and can be resumed. */
        STOPPED,
        /** It ended with a problem. */
        FAILED,
        /** It ended before it began to train. */
        CANCELLED;

        /** The name in the API and on the disk. */
        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isEnd() {
            return this == FINISHED || this == STOPPED || this == FAILED || this == CANCELLED;
        }

        boolean isActive() {
            return this == RUNNING || this == STOPPING;
        }
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    String id() {
        return Long.toString(number);
    }

    TrainingRecord starting(String inRun) {
        return with(State.RUNNING, inRun, now(), null, 0, null);
    }

    TrainingRecord waitingAgain() {
        return with(State.WAITING, kind.equals(RESUME) ? run : null, null, null, 0, null);
    }

    TrainingRecord in(long newProcess) {
        return with(state, run, started, ended, newProcess, problem);
    }

    TrainingRecord stopping() {
        return with(State.STOPPING, run, started, ended, process, problem);
    }

    TrainingRecord end(State newState, @Nullable String newProblem) {
        return with(newState, run, started, now(), process, newProblem);
    }

    /** The same order, further on. */
    private TrainingRecord with(
            State newState,
            @Nullable String newRun,
            @Nullable String newStarted,
            @Nullable String newEnded,
            long newProcess,
            @Nullable String newProblem) {
        return new TrainingRecord(
                number,
                key,
                kind,
                newState,
                newRun,
                dataset,
                model,
                preset,
                settings,
                epochs,
                command,
                arguments,
                created,
                newStarted,
                newEnded,
                newProcess,
                mark,
                newProblem);
    }
}
