package io.gen4j.run;

import io.gen4j.DivergedException;
import io.gen4j.Metrics;
import io.gen4j.TrainingInterruptedException;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.TrainingStep;
import io.gen4j.checkpoint.State;
import java.awt.AWTError;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Keeps a training alive when an observing listener fails. The failure becomes one line, the listener misses that event,
 * and the training continues. A line is not repeated. A listener that fails at the start gets no further events.
 */
final class GuardedListener implements TrainingListener {

    /** Temporary files have another name each time. */
    private static final Pattern TEMPORARY = Pattern.compile("\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part");

    private final TrainingListener watcher;
    private final Consumer<String> messages;
    private final Set<String> said = new HashSet<>();
    private boolean started;

    /** @param messages receives a line for each failure */
    GuardedListener(TrainingListener watcher, Consumer<String> messages) {
        this.watcher = watcher;
        this.messages = messages;
    }

    /** The listener's work at an event. */
    @FunctionalInterface
    private interface Reaction {
        void run() throws IOException;
    }

    @Override
    public void started(TrainingLoop loop) {
        started = attempt(() -> watcher.started(loop), "the training goes on without it");
    }

    @Override
    public void resumed(TrainingLoop loop, State state) {
        started = attempt(() -> watcher.resumed(loop, state), "the training goes on without it");
    }

    @Override
    public void stepped(TrainingStep step) {
        react(() -> watcher.stepped(step));
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) {
        react(() -> watcher.epochEnded(epoch, mean));
    }

    @Override
    public void evaluated(int epoch, Metrics mean) {
        react(() -> watcher.evaluated(epoch, mean));
    }

    @Override
    public void settled(TrainingLoop loop) {
        react(() -> watcher.settled(loop));
    }

    @Override
    public void save(State state) {
        react(() -> watcher.save(state));
    }

    @Override
    public void ended() {
        react(watcher::ended);
    }

    private void react(Reaction reaction) {
        if (started) {
            attempt(reaction, "the training goes on");
        }
    }

    private boolean attempt(Reaction reaction, String consequence) {
        try {
            reaction.run();
            return true;
        } catch (DivergedException | TrainingInterruptedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            tell(e, consequence);
            return false;
        } catch (Error e) {
            if (!isOfTheMachine(e)) {
                throw e;
            }
            tell(e, consequence);
            return false;
        }
    }

    /** Java reports missing fonts and native libraries as errors, and a watcher's arrays may need too much memory. */
    private static boolean isOfTheMachine(Error e) {
        return e instanceof LinkageError
                || e instanceof VirtualMachineError
                || e instanceof AWTError
                || e.getClass() == Error.class;
    }

    private void tell(Throwable failure, String consequence) {
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String line = (name() + " failed: " + reason).replaceAll("\\s*\\R\\s*", " ");
        if (said.add(TEMPORARY.matcher(line).replaceAll(""))) {
            messages.accept(line + "; " + consequence);
        }
    }

    private String name() {
        String name = watcher.getClass().getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
