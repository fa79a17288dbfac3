package io.gen4j.nn.graph;

/**
 * The statistics that batch normalisation uses (Ioffe and Szegedy 2015). Use {@link #BATCH} in training and {@link
 * #RUNNING} to generate.
 */
public enum BatchStatistics {
    /** The mean and variance of the batch. They also update the running statistics. */
    BATCH,
    /** The running mean and variance. The result for an image does not depend on the other images in its batch. */
    RUNNING
}
