package io.gen4j.run;

import io.gen4j.DivergenceCheck;
import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.ModelConfigs;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.CheckpointDirectory;
import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Writes checkpoints as a {@link CheckpointPolicy} says, and whenever a training stops or ends. The best checkpoint is the
 * one with the smallest first metric on test images. This must be the last listener, so that the state of all others is
 * complete. Weights that are not finite are not written.
 */
final class CheckpointWriter implements TrainingListener {

    private static final String STATE = "checkpoints";
    private static final String LEARNING_RATE = "learning rate";
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
    private double learningRate;

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

    /** Writes the first checkpoint at once, so that a training that cannot write any fails before it has results to lose. */
    @Override
    public void started(TrainingLoop loop) throws IOException {
        remember(loop);
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
        // A kill may have come between a checkpoint and the removal of an older one.
        directory.prune(policy.keep(), best, loop.trainer().steps());
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
        boolean epochs = loop.position() == 0
                && policy.isDueAfter(done, new EpochSchedule(loop.batches().perEpoch(), loop.epochs()));
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
        directory.prune(policy.keep(), best, step);
        remember(loop);
    }

    private void remember(TrainingLoop loop) {
        learningRate = learningRate(loop.trainer().model());
        lastNanos = nanoTime.getAsLong();
        savedEpoch = loop.epoch();
        savedPosition = loop.position();
    }

    @Override
    public void save(State state) {
        State mine = state.in(STATE);
        mine.putInteger("best", best);
        mine.putNumber("least", least);
        mine.putNumber(LEARNING_RATE, learningRate);
    }

    /**
     * The factor from the optimisers' rates in a checkpoint to the rates of a model's settings.
     *
     * @param otherwise for checkpoints of an older version, which do not tell
     */
    static double learningRateFactor(State checkpoint, GenerativeModel model, double otherwise)
            throws InvalidDataException {
        State mine = checkpoint.in("listeners").in(STATE);
        return mine.has(LEARNING_RATE) ? learningRate(model) / mine.number(LEARNING_RATE) : otherwise;
    }

    /** The setting; 1 for models without one. */
    private static double learningRate(GenerativeModel model) {
        return ModelConfigs.toJson(model.config()).path("learningRate").asDouble(1);
    }
}
