package io.gen4j.parallel;

import java.io.IOException;

/** The way to the other processes that train shards of the same batches. */
public interface ShardLink extends AutoCloseable {

    /** Adds the shards of this process to a sum, in the order of the shards. */
    @FunctionalInterface
    interface OwnShards {

        /**
         * Adds numbers {@code from} to {@code to} - 1.
         *
         * @param sums receives them
         * @param first whether there is no earlier shard: what {@code sums} holds is then overwritten
         */
        void addTo(float[] sums, int from, int to, boolean first);
    }

    /** A link of a process that has all shards. */
    ShardLink NONE = new ShardLink() {
        @Override
        public void sum(float[] sums, int length, OwnShards own) {
            own.addTo(sums, 0, length, true);
        }

        @Override
        public void close() {}
    };

    /**
     * Sums over all shards of all processes, in the order of the shards. All processes call it for the same arrays, in
     * the same order.
     *
     * @param sums receives the same numbers in every process
     * @param length how many numbers to sum
     * @throws IOException if another process is gone or failed; the message says why where it is known
     */
    void sum(float[] sums, int length, OwnShards own) throws IOException;

    @Override
    void close();
}
