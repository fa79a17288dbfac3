package io.gen4j.parallel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Links ranks within one JVM: sums go from the first to the last, and the total goes to all. */
final class QueueLink implements ShardLink {

    private final int rank;
    private final List<BlockingQueue<float[]>> partials;
    private final List<BlockingQueue<float[]>> totals;

    private QueueLink(int rank, List<BlockingQueue<float[]>> partials, List<BlockingQueue<float[]>> totals) {
        this.rank = rank;
        this.partials = partials;
        this.totals = totals;
    }

    static List<ShardLink> of(int ranks) {
        List<BlockingQueue<float[]>> partials = queues(ranks);
        List<BlockingQueue<float[]>> totals = queues(ranks);
        List<ShardLink> links = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            links.add(new QueueLink(rank, partials, totals));
        }
        return links;
    }

    private static List<BlockingQueue<float[]>> queues(int count) {
        List<BlockingQueue<float[]>> queues = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queues.add(new LinkedBlockingQueue<>());
        }
        return queues;
    }

    @Override
    public void sum(float[] sums, int length, OwnShards own) throws IOException {
        try {
            if (rank > 0) {
                System.arraycopy(partials.get(rank).take(), 0, sums, 0, length);
            }
            own.addTo(sums, 0, length, rank == 0);
            if (rank + 1 < partials.size()) {
                partials.get(rank + 1).add(Arrays.copyOf(sums, length));
                System.arraycopy(totals.get(rank).take(), 0, sums, 0, length);
            } else {
                for (int other = 0; other < rank; other++) {
                    totals.get(other).add(Arrays.copyOf(sums, length));
                }
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {}
}
