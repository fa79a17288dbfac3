package io.gen4j.parallel;

import io.gen4j.nn.optim.GradientExchange;
import io.gen4j.runtime.HostMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The exchange between the shards of one process, and through a {@link ShardLink} with those of others. Each shard calls it
 * from a thread of its own; the last one to arrive does the sum.
 */
final class ShardGroup {

    private static final int BLOCK = 4096;

    private final Sharding sharding;
    private final ShardLink link;
    private final INDArray[] arrays;
    private final CyclicBarrier arrived;
    private final CyclicBarrier taken;
    private float[] sums = new float[0];

    ShardGroup(Sharding sharding, ShardLink link) {
        this.sharding = sharding;
        this.link = link;
        this.arrays = new INDArray[sharding.own()];
        this.arrived = new CyclicBarrier(arrays.length, this::sum);
        this.taken = new CyclicBarrier(arrays.length);
    }

    /** The exchange as one shard of this process sees it, counted from 0. */
    GradientExchange member(int own) {
        return new GradientExchange() {
            @Override
            public int shards() {
                return sharding.shards();
            }

            @Override
            public void sum(INDArray values) {
                arrays[own] = values;
                await(arrived);
                HostMemory.write(sums, values, 0, (int) values.length());
                await(taken);
            }
        };
    }

    private void sum() {
        int length = (int) arrays[0].length();
        if (sums.length < length) {
            sums = new float[length];
        }
        try {
            link.sum(sums, length, this::addOwn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addOwn(float[] target, int from, int to, boolean first) {
        float[] block = new float[BLOCK];
        for (int start = from; start < to; start += BLOCK) {
            int length = Math.min(BLOCK, to - start);
            for (int shard = 0; shard < arrays.length; shard++) {
                if (first && shard == 0) {
                    HostMemory.read(arrays[shard], start, target, start, length);
                } else {
                    HostMemory.read(arrays[shard], start, block, length);
                    add(block, target, start, length);
                }
            }
        }
    }

    private static void add(float[] block, float[] target, int offset, int length) {
        for (int i = 0; i < length; i++) {
            target[offset + i] += block[i];
        }
    }

    /** Lets all waiting shards fail, now and from now on: one shard has failed. */
    void abandon() {
        breakForGood(arrived);
        breakForGood(taken);
    }

    /** An interrupted thread that arrives breaks a barrier, and nothing repairs it. */
    private static void breakForGood(CyclicBarrier barrier) {
        boolean interrupted = Thread.interrupted();
        Thread.currentThread().interrupt();
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            // Broken, as intended.
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AbandonedException(e);
        } catch (BrokenBarrierException e) {
            throw new AbandonedException(e);
        }
    }

    /** Another shard failed; its own exception says why. */
    static final class AbandonedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        AbandonedException(Throwable cause) {
            super("another shard of the training failed", cause);
        }
    }
}
