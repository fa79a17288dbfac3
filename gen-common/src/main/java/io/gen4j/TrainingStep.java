package io.gen4j;

/**
 * One update that was made.
 *
 * @param epoch counted from 1
 * @param step counted from 1, over all epochs
 * @param images in the batch
 * @param metrics what the trainer reported
 */
public record TrainingStep(int epoch, long step, int images, Metrics metrics) {}
