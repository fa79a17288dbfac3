package io.gen4j.nn.graph;

/** What batch normalisation normalises by (Ioffe and Szegedy 2015). */
public enum BatchStatistics {
    /** The mean and variance of the batch, as in training; the running ones follow them. */
    BATCH,
    /** The running ones: an image's result does not depend on the others in its batch. */
    RUNNING
}
