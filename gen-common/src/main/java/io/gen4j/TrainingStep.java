package io.gen4j;

import java.util.Objects;

/**
 * One finished update. Listeners and streams of updates receive it.
 *
 * @param epoch the epoch, counted from 1
 * @param step the number of the update, counted from 1 over all epochs
 * @param images the number of images in the batch
 * @param metrics the metrics that the trainer reported
 */
public record TrainingStep(int epoch, long step, int images, Metrics metrics) {
    /** @throws IllegalArgumentException if a number is less than 1 */
    public TrainingStep {
        Checks.requireWithin("epoch", epoch, 1, Integer.MAX_VALUE);
        Checks.requireWithin("step", step, 1, Long.MAX_VALUE);
        Checks.requireWithin("images", images, 1, Integer.MAX_VALUE);
        Objects.requireNonNull(metrics, "metrics");
    }
}
