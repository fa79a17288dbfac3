package io.gen4j.vae.internal;

import io.gen4j.Metrics;
import io.gen4j.data.Batch;
import java.util.List;
import java.util.random.RandomGenerator;

/** A lower bound on log p(x) that a training maximises. */
public interface VariationalBound extends AutoCloseable {

    /** The names of the {@link #forward} pass's metrics. */
    List<String> METRICS = List.of("loss_nats", "reconstruction_nats", "kl_nats");

    /** Estimates the bound. Metrics are means per image; {@code loss_nats} is the negative bound. */
    Metrics forward(Batch batch, RandomGenerator random);

    /**
     * Writes the gradients of the negative bound of the last {@link #forward}, summed over the batch.
     *
     * @param divergenceWeight the weight of log(q(z|x) / p(z))
     */
    void backward(float divergenceWeight);

    @Override
    void close();
}
