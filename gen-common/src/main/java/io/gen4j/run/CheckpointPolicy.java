package io.gen4j.run;

import io.gen4j.Checks;

/**
 * When a training writes checkpoints, and how many it keeps. There is one more whenever it stops or ends.
 *
 * @param epochs after every so many epochs; 0 for never
 * @param minutes after so many minutes without one, within an epoch; 0 for never
 * @param keep how many of the last ones stay, 1 to 1000; the best stays beside them, where there are test images
 */
public record CheckpointPolicy(int epochs, double minutes, int keep) {

    /** After each epoch, and after ten minutes; the last three. */
    public static final CheckpointPolicy DEFAULTS = new CheckpointPolicy(1, 10, 3);

    private static final int MAX_EPOCHS = 1_000_000;
    private static final double MAX_MINUTES = 1e6;
    private static final int MAX_KEPT = 1000;

    /** @throws IllegalArgumentException if a value lies outside its range */
    public CheckpointPolicy {
        Checks.requireWithin("epochs from checkpoint to checkpoint", epochs, 0, MAX_EPOCHS);
        Checks.requireWithin("minutes from checkpoint to checkpoint", minutes, 0, MAX_MINUTES);
        Checks.requireWithin("checkpoints to keep", keep, 1, MAX_KEPT);
    }
}
