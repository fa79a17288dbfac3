package io.gen4j.app.option;

import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.State;
import io.gen4j.metric.feature.FeatureExtractor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation that is prepared when the training starts, and not before. The preparation trains a classifier and can
 * take a minute. The run counts as running by then, as it should.
 */
final class LateEvaluation implements TrainingListener, AutoCloseable {

    /** Prepares the network that computes features. */
    @FunctionalInterface
    interface Preparation {
        FeatureExtractor prepare() throws IOException;
    }

    /** Makes the evaluation with that network. */
    @FunctionalInterface
    interface Start {
        TrainingListener with(FeatureExtractor extractor);
    }

    private final Preparation preparation;
    private final Start start;
    private @Nullable FeatureExtractor extractor;
    private @Nullable TrainingListener evaluation;

    LateEvaluation(Preparation preparation, Start start) {
        this.preparation = preparation;
        this.start = start;
    }

    private TrainingListener prepared() throws IOException {
        if (evaluation == null) {
            extractor = preparation.prepare();
            evaluation = start.with(extractor);
        }
        return evaluation;
    }

    @Override
    public void started(TrainingLoop loop) throws IOException {
        prepared().started(loop);
    }

    @Override
    public void resumed(TrainingLoop loop, State state) throws IOException {
        prepared().resumed(loop, state);
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) throws IOException {
        prepared().epochEnded(epoch, mean);
    }

    @Override
    public void save(State state) throws IOException {
        prepared().save(state);
    }

    @Override
    public void ended() throws IOException {
        if (evaluation != null) {
            evaluation.ended();
        }
    }

    @Override
    public void close() {
        if (extractor != null) {
            extractor.close();
        }
    }
}
