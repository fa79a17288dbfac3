package io.gen4j;

/**
 * One finished update. Listeners and streams of updates receive it.
 *
 * @param epoch the epoch, counted from 1
 * @param step the number of the update, counted from 1 over all epochs
 * @param images the number of images in the batch
 * @param metrics the metrics that the trainer reported
 */
public record TrainingStep(int epoch, long step, int images, Metrics metrics) {}
