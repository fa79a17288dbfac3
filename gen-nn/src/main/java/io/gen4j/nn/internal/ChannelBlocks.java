package io.gen4j.nn.internal;

import io.gen4j.runtime.WorkerPool;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Iterates over an array with its channels last, on all processors. Blocks fit into the first-level cache. The split
 * depends only on the array's length, so sums do not depend on the number of processors.
 */
public final class ChannelBlocks {

    private static final int BLOCK = 2048;
    private static final int PARTS = 16;

    /** The least length for a second thread: for fewer numbers, it costs more than it saves. */
    private static final int PARALLEL_FROM = 1 << 13;

    private final int channels;
    private final int width;

    public ChannelBlocks(int channels) {
        this.channels = channels;
        this.width = channels * Math.max(1, BLOCK / channels);
    }

    /** Processes one part of the array, block by block. */
    public interface Worker {
        /**
         * Processes one block.
         *
         * @param offset the index of the block's first number, which belongs to the first channel
         * @param length the length of the block, at most {@link ChannelBlocks#width()}
         */
        void work(long offset, int length);
    }

    /** The length of a block: a multiple of the channels. */
    public int width() {
        return width;
    }

    /** Repeats one number per channel over a block. */
    float[] tile(float[] byChannel) {
        float[] tiled = new float[width];
        for (int start = 0; start < width; start += channels) {
            System.arraycopy(byChannel, 0, tiled, start, channels);
        }
        return tiled;
    }

    /** Adds the sums over blocks to the sum of each channel. */
    void fold(float[] blockSums, double[] byChannel) {
        for (int start = 0; start < width; start += channels) {
            for (int c = 0; c < channels; c++) {
                byChannel[c] += blockSums[start + c];
            }
        }
    }

    /**
     * Processes {@code length} numbers. Returns the workers, in the order of their parts.
     *
     * @param newWorker makes the worker of a part, on the thread that processes it
     */
    public <W extends Worker> List<W> run(long length, Supplier<W> newWorker) {
        long blocks = (length + width - 1) / width;
        int parts = (int) Math.min(PARTS, blocks);
        AtomicReferenceArray<W> workers = new AtomicReferenceArray<>(parts);
        IntConsumer task = part -> {
            W worker = newWorker.get();
            work(worker, part * blocks / parts, (part + 1) * blocks / parts, length);
            workers.set(part, worker);
        };
        if (length < PARALLEL_FROM) {
            IntStream.range(0, parts).forEach(task);
        } else {
            WorkerPool.shared().run(parts, task);
        }
        return IntStream.range(0, parts).mapToObj(workers::get).toList();
    }

    private void work(Worker worker, long firstBlock, long endBlock, long length) {
        for (long block = firstBlock; block < endBlock; block++) {
            long offset = block * width;
            worker.work(offset, (int) Math.min(width, length - offset));
        }
    }
}
