package io.gen4j.parallel;

import io.gen4j.Checks;
import io.gen4j.runtime.internal.Arguments;

/**
 * The shards of every batch, and those that one process trains.
 *
 * @param shards of every batch, 1 to 4096; the result of a training depends on it
 * @param from the first shard of this process, 0 or more
 * @param to one after its last, more than {@code from} and at most {@code shards}
 */
public record Sharding(int shards, int from, int to) {

    private static final int MAX_SHARDS = 4096;

    /** @throws IllegalArgumentException if a value lies outside its range */
    public Sharding {
        Checks.requireWithin("shards", shards, 1, MAX_SHARDS);
        Checks.requireWithin("first shard", from, 0, shards - 1);
        Checks.requireWithin("end of shards", to, from + 1, shards);
    }

    /** All shards in this process. */
    public static Sharding local(int shards) {
        return new Sharding(shards, 0, shards);
    }

    /**
     * The part of one process among several. Neighbouring ranks have neighbouring shards.
     *
     * @param shards of every batch, at least {@code ranks}
     * @param rank of this process, 0 to {@code ranks} - 1
     * @param ranks processes that share the shards, at least 1
     * @throws IllegalArgumentException if a number lies outside its range, or there are more ranks than shards
     */
    public static Sharding ofRank(int shards, int rank, int ranks) {
        Checks.requireWithin("ranks", ranks, 1, MAX_SHARDS);
        Checks.requireWithin("rank", rank, 0, ranks - 1);
        if (ranks > shards) {
            throw new IllegalArgumentException("shards is " + shards + ": must be at least " + ranks
                    + ", the number of processes that share them");
        }
        return new Sharding(shards, (int) ((long) shards * rank / ranks), (int) ((long) shards * (rank + 1) / ranks));
    }

    /** The number of shards that this process trains. */
    public int own() {
        return to - from;
    }

    /**
     * The images of every batch that one shard gets.
     *
     * @throws IllegalArgumentException if the batch size is negative, or no multiple of the number of shards
     */
    public int batchSize(int wholeBatch) {
        Arguments.requireAtLeast("batch size", wholeBatch, 0);
        if (wholeBatch % shards != 0) {
            throw new IllegalArgumentException(
                    "batch size is " + wholeBatch + ": must be a multiple of " + shards + ", the number of shards");
        }
        return wholeBatch / shards;
    }
}
