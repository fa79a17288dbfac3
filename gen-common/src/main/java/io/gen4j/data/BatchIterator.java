package io.gen4j.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Iterates over the batches of one epoch. A background thread prepares up to two batches ahead. {@link Batches#epoch}
 * creates it; use it in your own training loop. A batch stays valid until you ask for the next but one. {@link #close()}
 * releases all arrays.
 *
 * <p>For one thread.
 */
public final class BatchIterator implements Iterator<Batch>, AutoCloseable {

    /** Two in the consumer's hands, one ready and one being written. */
    private static final int ARRAYS = 4;

    /** The thread's result: a batch, or the failure that prevented it. */
    private record Prepared(@Nullable Batch batch, @Nullable Throwable failure) {}

    private final Batches batches;
    private final int epoch;
    private final int[] order;
    private final int end;
    private final List<INDArray> arrays = new ArrayList<>();
    private final BlockingQueue<INDArray> free = new LinkedBlockingQueue<>();
    private final BlockingQueue<Prepared> ready = new LinkedBlockingQueue<>();
    private final @Nullable INDArray lastArray;
    private final @Nullable Thread thread;

    private int position;
    private @Nullable INDArray current;
    private @Nullable INDArray previous;
    private volatile boolean closed;

    BatchIterator(Batches batches, int epoch, int[] order, int firstBatch) {
        this.batches = batches;
        this.epoch = epoch;
        this.order = order;
        this.position = firstBatch;
        this.end = batches.perEpoch();
        int lastSize = Math.min(batches.batchSize(), order.length - (end - 1) * batches.batchSize());
        boolean shortLast = firstBatch < end && lastSize < batches.batchSize();
        int whole = end - firstBatch - (shortLast ? 1 : 0);
        for (int i = 0; i < Math.min(ARRAYS, whole); i++) {
            free.add(keep(batches.allocate(batches.batchSize())));
        }
        lastArray = shortLast ? keep(batches.allocate(lastSize)) : null;
        thread = new Thread(() -> prepare(firstBatch), "gen4j batches of epoch " + epoch);
        thread.setDaemon(true);
        thread.start();
    }

    private BatchIterator(Batches batches, int epoch, int[] order, int firstBatch, boolean prepares) {
        this.batches = batches;
        this.epoch = epoch;
        this.order = order;
        this.position = firstBatch;
        this.end = batches.perEpoch();
        this.lastArray = null;
        this.thread = null;
    }

    /** Iterates over batches that only name their images. */
    static BatchIterator named(Batches batches, int epoch, int[] order, int firstBatch) {
        return new BatchIterator(batches, epoch, order, firstBatch, false);
    }

    @Override
    public boolean hasNext() {
        return !closed && position < end;
    }

    /**
     * The next batch. Waits until it is ready.
     *
     * @throws NoSuchElementException if the epoch is over
     * @throws IllegalStateException if this is closed, or the batch cannot be made (the cause says why)
     * @throws ReadInterruptedException if this thread is interrupted while it waits
     */
    @Override
    public Batch next() {
        if (closed) {
            throw new IllegalStateException("the batches of epoch " + epoch + " are closed");
        }
        if (position >= end) {
            throw new NoSuchElementException("epoch " + epoch + " has " + end + " batches");
        }
        if (thread == null) {
            return Batch.named(batches, batches.indices(order, position++));
        }
        recyclePrevious();
        Batch batch = unwrap(take());
        previous = current;
        current = batch.images();
        position++;
        return batch;
    }

    /** The number in its epoch of the batch that {@link #next()} gives. */
    public int position() {
        return position;
    }

    /** Stops the thread and releases the arrays of all batches. Further calls do nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (thread != null) {
                thread.interrupt();
                // A data set that swallows the interrupt must not leave the thread waiting for a free array.
                free.addAll(arrays);
                joinUninterruptibly(thread);
            }
            arrays.forEach(INDArray::close);
        }
    }

    private void prepare(int firstBatch) {
        try {
            for (int batch = firstBatch; batch < end && !closed; batch++) {
                ready.add(new Prepared(prepareBatch(batch), null));
            }
        } catch (InterruptedException e) {
            // Closed: nobody waits for more.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            ready.add(new Prepared(null, e));
        }
    }

    private Batch prepareBatch(int batch) throws InterruptedException {
        int[] indices = batches.indices(order, batch);
        INDArray images = indices.length < batches.batchSize() && lastArray != null ? lastArray : free.take();
        for (int i = 0; i < indices.length; i++) {
            // Asked for every image, so that closing waits for one of them at most.
            if (closed || Thread.interrupted()) {
                throw new InterruptedException();
            }
            batches.writeImage(indices[i], images, i);
        }
        return Batch.borrowed(images, batches.labels(indices));
    }

    private void recyclePrevious() {
        if (previous != null) {
            free.add(previous);
            previous = null;
        }
    }

    private Prepared take() {
        try {
            return ready.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadInterruptedException("interrupted while waiting for " + describe(), e);
        }
    }

    private Batch unwrap(Prepared prepared) {
        if (prepared.batch() != null) {
            return prepared.batch();
        }
        ready.add(prepared); // the next call is to fail too, not to wait for ever
        if (prepared.failure() instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(describe() + " cannot be made: " + prepared.failure(), prepared.failure());
    }

    private String describe() {
        return "batch " + (position + 1) + " of epoch " + epoch + " of "
                + batches.data().name();
    }

    /** The arrays must not be released while the thread may still write to them. */
    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private INDArray keep(INDArray array) {
        arrays.add(array);
        return array;
    }
}
