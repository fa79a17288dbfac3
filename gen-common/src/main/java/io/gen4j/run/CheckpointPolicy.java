package io.gen4j.run;

import io.gen4j.Checks;

/**
 * The times at which a training writes checkpoints, and the number that it keeps. Use {@link #DEFAULTS} unless writing is
 * slow or the disk is small. One more checkpoint is written whenever a training stops or ends.
 *
 * @param epochs from one checkpoint to the next, or 0 for none; for {@link #AUTOMATIC}, see there
 * @param minutes within an epoch from one checkpoint to the next; 0 for none
 * @param keep how many of the last checkpoints are kept, 1 to 1000; the best one is kept too, if there are test images
 */
public record CheckpointPolicy(int epochs, double minutes, int keep) {

    /** For {@link #epochs}: as often as epochs end, but not so often that writing takes most of the time. */
    public static final int AUTOMATIC = -1;

    /** Automatic, after ten minutes within an epoch, and the last three are kept. */
    public static final CheckpointPolicy DEFAULTS = new CheckpointPolicy(AUTOMATIC, 10, 3);

    private static final int MAX_EPOCHS = 1_000_000;
    private static final double MAX_MINUTES = 1e6;
    private static final int MAX_KEPT = 1000;

    /** @throws IllegalArgumentException if a value lies outside its range */
    public CheckpointPolicy {
        if (epochs != AUTOMATIC) {
            Checks.requireWithin("epochs from checkpoint to checkpoint", epochs, 0, MAX_EPOCHS);
        }
        Checks.requireWithin("minutes from checkpoint to checkpoint", minutes, 0, MAX_MINUTES);
        Checks.requireWithin("checkpoints to keep", keep, 1, MAX_KEPT);
    }

    /** Whether the end of an epoch, counted from 1, is due for a checkpoint. */
    boolean isDueAfter(int epoch, EpochSchedule schedule) {
        return epochs == AUTOMATIC ? schedule.isDue(epoch) : epochs > 0 && epoch % epochs == 0;
    }
}
