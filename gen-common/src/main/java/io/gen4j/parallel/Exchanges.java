package io.gen4j.parallel;

import io.gen4j.Checks;

/**
 * When shards exchange what they learned. Every shard sends as many numbers at each exchange. Use {@link #EVERY_UPDATE} where
 * the network keeps up, and local steps for small dense models on slow networks.
 *
 * <p>With local steps, each shard makes some updates on its own; then all take the mean of their weights, running statistics
 * and optimizer states (local SGD, Stich 2018, arXiv:1805.09767; McMahan et al. 2016, arXiv:1602.05629). Between two exchanges
 * the shards differ, so models with batch normalisation and GANs with many local steps may train worse.
 *
 * @param localSteps updates from exchange to exchange, 1 to 1000; 1 to sum the gradients of every update
 * @param perEpoch updates of an epoch, at least 1: each epoch ends with an exchange
 */
public record Exchanges(int localSteps, int perEpoch) {

    /** Gradients are summed before every update, so all shards make the same one. */
    public static final Exchanges EVERY_UPDATE = new Exchanges(1, 1);

    /** The most local steps. */
    public static final int MAX_LOCAL_STEPS = 1000;

    /** @throws IllegalArgumentException if a number lies outside its range */
    public Exchanges {
        Checks.requireWithin("local steps", localSteps, 1, MAX_LOCAL_STEPS);
        Checks.requireWithin("updates of an epoch", perEpoch, 1, Integer.MAX_VALUE);
    }

    /** Whether every update is of gradients summed over all shards. */
    boolean ofGradients() {
        return localSteps == 1;
    }

    /** Whether the weights are averaged after an update, counted from 1 over all epochs. */
    boolean isDue(long update) {
        long inEpoch = update % perEpoch;
        return inEpoch % localSteps == 0;
    }
}
