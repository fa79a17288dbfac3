package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import java.util.List;

/** A trainer that learns nothing. */
public record IdleTrainer(GenerativeModel model) implements Trainer {

    @Override
    public List<String> metricNames() {
        return List.of();
    }

    @Override
    public long steps() {
        return 0;
    }

    @Override
    public Metrics step(Batch batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void scaleLearningRate(double factor) {}

    @Override
    public void save(State state) {}

    @Override
    public void restore(State state) {}

    @Override
    public void close() {}
}
