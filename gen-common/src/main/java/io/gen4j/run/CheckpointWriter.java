package io.gen4j.run;

import io.gen4j.DivergenceCheck;
import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.CheckpointDirectory;
import io.gen4j.checkpoint.State;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Writes checkpoints as a {@link CheckpointPolicy} says, and whenever a training stops or ends. The best one is that with
 * the smallest first metric on images that are not learnt from. Stands last among the listeners, and writes nothing whose
 * numbers have gone bad.
 */
public final class CheckpointWriter implements TrainingListener {

    private static final String STATE = "checkpoints";
    private static final double NANOS_PER_MINUTE = 60e9;
    private static final long NONE = -1;

    private final CheckpointDirectory directory;
    private final CheckpointPolicy policy;
    private final LongSupplier nanoTime;
    private long lastNanos;
    private int savedEpoch;
    private int savedPosition;
    private double newest = Double.POSITIVE_INFINITY;
    private double least = Double.POSITIVE_INFINITY;
    private long best = NONE;

    /** Measures the policy's minutes by the system's clock. */
    public CheckpointWriter(CheckpointDirectory directory, CheckpointPolicy policy) {
        this(directory, policy, System::nanoTime);
    }

    /** @param nanoTime the clock, in nanoseconds */
    CheckpointWriter(CheckpointDirectory directory, CheckpointPolicy policy, LongSupplier nanoTime) {
        this.directory = directory;
        this.policy = policy;
        this.nanoTime = nanoTime;
    }

    /** Writes the first one at once: a training that cannot write them is to fail before there is something to lose. */
    @Override
    public void started(TrainingLoop loop) throws IOException {
        write(loop);
    }

    @Override
    public void resumed(TrainingLoop loop, State state) throws IOException {
        remember(loop);
        State mine = state.in(STATE);
        if (!mine.isEmpty()) {
            best = mine.integer("best");
            least = mine.number("least");
        }
    }

    @Override
    public void evaluated(int epoch, Metrics mean) {
        newest = mean.value(0);
    }

    @Override
    public void settled(TrainingLoop loop) throws IOException {
        if (isDue(loop)) {
            write(loop);
        }
        newest = Double.POSITIVE_INFINITY;
    }

    private boolean isDue(TrainingLoop loop) {
        if (loop.epoch() == savedEpoch && loop.position() == savedPosition) {
            return false;
        }
        boolean over = loop.isStopRequested() || loop.epoch() > loop.epochs();
        int done = loop.epoch() - 1;
        boolean epochs = policy.epochs() > 0 && loop.position() == 0 && done % policy.epochs() == 0;
        boolean minutes =
                policy.minutes() > 0 && nanoTime.getAsLong() - lastNanos >= policy.minutes() * NANOS_PER_MINUTE;
        return over || epochs || minutes;
    }

    private void write(TrainingLoop loop) throws IOException {
        DivergenceCheck.requireFiniteWeights(loop.trainer());
        long step = loop.trainer().steps();
        if (newest < least) {
            least = newest;
            best = step;
        }
        directory.write(step, loop.state());
        directory.prune(policy.keep(), best);
        remember(loop);
    }

    private void remember(TrainingLoop loop) {
        lastNanos = nanoTime.getAsLong();
        savedEpoch = loop.epoch();
        savedPosition = loop.position();
    }

    @Override
    public void save(State state) {
        State mine = state.in(STATE);
        mine.putInteger("best", best);
        mine.putNumber("least", least);
    }
}
