package io.gen4j.nn.optim;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Combines the gradients of replicas that train one model together, each on its own shard of every batch. {@link Adam}
 * calls it before each update, so all replicas make the same update. Implement it for another transport between
 * replicas.
 */
public interface GradientExchange {

    /** The number of shards of every batch, over all replicas. */
    int shards();

    /**
     * Replaces an array by the sum over all shards, added in the order of the shards. Waits until every replica has
     * called it for the same array.
     *
     * @param values float, row major without gaps; with the same length in every replica
     */
    void sum(INDArray values);
}
