package io.gen4j.spark.internal;

import io.gen4j.parallel.ShardLink;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ranks in a chain. Partial sums flow from the first rank to the last in chunks, each rank adding its own shards; the
 * totals flow back the same way. Both directions work at once. So an exchange of N numbers takes about as long as N numbers
 * over one connection, for any number of ranks. The order of the additions is that of the shards.
 */
final class ChainLink implements ShardLink {

    /** Numbers in one chunk: large enough for the network, small enough that the next rank starts early. */
    static final int CHUNK = 1 << 15;

    private static final int REASON_MILLIS = 2_000;

    private final @Nullable Peer previous;
    private final @Nullable Peer next;
    private final ExecutorService returning = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "gen4j-totals");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;

    /**
     * @param previous the rank before; null for the first
     * @param next the rank after; null for the last
     */
    ChainLink(@Nullable Peer previous, @Nullable Peer next) {
        this.previous = previous;
        this.next = next;
    }

    @Override
    public void sum(float[] sums, int length, OwnShards own) throws IOException {
        try {
            exchange(sums, length, own);
        } catch (IOException | RuntimeException e) {
            fail(String.valueOf(e.getMessage()));
            close();
            throw e;
        }
    }

    private void exchange(float[] sums, int length, OwnShards own) throws IOException {
        @Nullable Peer after = next;
        if (after == null) {
            addAndReturn(sums, length, own);
            return;
        }
        Future<?> totals = returning.submit(() -> {
            receiveTotals(sums, length, after);
            return null;
        });
        try {
            addAndPass(length, own, after);
        } catch (IOException e) {
            throw nearest(e, totals);
        }
        await(totals);
    }

    /** The last rank's sums are the totals. */
    private void addAndReturn(float[] sums, int length, OwnShards own) throws IOException {
        for (int from = 0; from < length; from += CHUNK) {
            int to = Math.min(length, from + CHUNK);
            add(sums, from, to, own);
            if (previous != null) {
                previous.write(sums, from, to);
            }
        }
    }

    private void addAndPass(int length, OwnShards own, Peer after) throws IOException {
        float[] partial = new float[length];
        for (int from = 0; from < length; from += CHUNK) {
            int to = Math.min(length, from + CHUNK);
            add(partial, from, to, own);
            after.write(partial, from, to);
        }
    }

    private void add(float[] target, int from, int to, OwnShards own) throws IOException {
        if (previous != null) {
            previous.read(target, from, to);
        }
        own.addTo(target, from, to, previous == null);
    }

    private void receiveTotals(float[] sums, int length, Peer after) throws IOException {
        for (int from = 0; from < length; from += CHUNK) {
            int to = Math.min(length, from + CHUNK);
            after.read(sums, from, to);
            if (previous != null) {
                previous.write(sums, from, to);
            }
        }
    }

    /** The next rank's reason is nearer to the cause than a broken connection. */
    private static IOException nearest(IOException failure, Future<?> totals) {
        if (failure instanceof RankFailedException) {
            return failure;
        }
        try {
            totals.get(REASON_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return e.getCause() instanceof RankFailedException failed ? failed : failure;
        } catch (TimeoutException e) {
            return failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }

    private static void await(Future<?> totals) throws IOException {
        try {
            totals.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the sums of the other ranks", e);
        }
    }

    /** Tells the neighbours that this rank has failed, and why; they tell theirs. */
    void fail(String reason) {
        for (Peer peer : new Peer[] {previous, next}) {
            if (peer != null) {
                peer.writeFailure(reason);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (Peer peer : new Peer[] {previous, next}) {
                if (peer != null) {
                    peer.close();
                }
            }
            returning.shutdownNow();
        }
    }
}
