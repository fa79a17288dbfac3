package io.gen4j.app.studio.jobs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A job that can still change. It is thread-safe. */
final class RunningJob implements JobProgress {

    private static final int MAX_MESSAGES = 20;

    private final String id;
    private final String run;
    private final String model;
    private final String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    private final List<String> messages = new ArrayList<>();
    private Job.State state = Job.State.WAITING;
    private String stage = "";
    private double share;
    private @Nullable String result;
    private @Nullable String problem;

    RunningJob(String id, String run, String model) {
        this.id = id;
        this.run = run;
        this.model = model;
    }

    String id() {
        return id;
    }

    synchronized boolean hasEnded() {
        return state.isEnd();
    }

    synchronized boolean wasCancelled() {
        return state == Job.State.CANCELLING || state == Job.State.CANCELLED;
    }

    /** Starts the job, unless it was cancelled while it waited. */
    synchronized boolean start() {
        if (state != Job.State.WAITING) {
            return false;
        }
        state = Job.State.RUNNING;
        stage = "reading the data";
        return true;
    }

    @Override
    public synchronized void reached(String what, double done) {
        stage = what;
        share = Math.max(0, Math.min(1, done));
        if (state == Job.State.CANCELLING) {
            throw new CancellationException("the job was cancelled");
        }
    }

    @Override
    public synchronized void tell(String message) {
        if (messages.size() < MAX_MESSAGES && !messages.contains(message)) {
            messages.add(message);
        }
    }

    /** A result that was written before the job learned of its cancellation counts. */
    synchronized void finish(String file) {
        result = file;
        share = 1;
        state = Job.State.FINISHED;
    }

    synchronized void fail(Throwable failure) {
        if (state == Job.State.CANCELLING) {
            state = Job.State.CANCELLED;
            return;
        }
        state = Job.State.FAILED;
        problem = failure instanceof OutOfMemoryError
                ? "there is not enough memory: choose fewer images"
                : failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    synchronized void cancel() {
        if (state == Job.State.WAITING) {
            state = Job.State.CANCELLED;
        } else if (state == Job.State.RUNNING) {
            state = Job.State.CANCELLING;
        }
    }

    synchronized Job snapshot() {
        return new Job(id, run, model, state, stage, share, created, result, problem, List.copyOf(messages));
    }
}
