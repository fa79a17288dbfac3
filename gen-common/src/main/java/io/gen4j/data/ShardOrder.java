package io.gen4j.data;

import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order of the images when several processes share each batch. Use it for training on several machines. Image i of the
 * whole data always belongs to shard i modulo the number of shards. The seed, the epoch and the shard's number shuffle each
 * shard on its own. So a process with some of the shards draws the same batches as a process with all of them.
 */
public final class ShardOrder {

    private final List<Shard> shards;
    private final int perShard;
    private final int perEpoch;
    private final RandomStreams random;

    /**
     * One shard.
     *
     * @param number among all shards, from 0
     * @param indices of its images in the process's data, in the order of the whole data
     */
    private record Shard(int number, int[] indices) {}

    private ShardOrder(List<Shard> shards, int perShard, int perEpoch, long seed) {
        this.shards = shards;
        this.perShard = perShard;
        this.perEpoch = perEpoch;
        this.random = new RandomStreams(seed);
    }

    /**
     * The order of a process with all or some of the shards. Images that fill no batch at the end of an epoch are left out of it.
     *
     * @param images in the whole data, at least one batch
     * @param shards of the whole data, at least 1
     * @param from the first shard of the process, 0 or more; its data are the images of its shards, one shard after the other
     * @param to one after its last shard
     * @param perShard images of each shard in a batch, at least 1
     * @param seed of the order
     * @throws IllegalArgumentException if a number lies outside its range, or the images fill no batch
     */
    public static ShardOrder of(int images, int shards, int from, int to, int perShard, long seed) {
        Arguments.requireAtLeast("images", images, 1);
        Arguments.requireAtLeast("shards", shards, 1);
        Arguments.requireAtLeast("images per shard", perShard, 1);
        Arguments.requireWithin("from", from, 0, shards - 1L);
        Arguments.requireWithin("to", to, from + 1L, shards);
        int perEpoch = images / shards / perShard;
        if (perEpoch < 1) {
            throw new IllegalArgumentException("there are " + images + " images: " + shards + " shards of " + perShard
                    + " images a batch need at least " + (long) shards * perShard);
        }
        List<Shard> own = new ArrayList<>();
        int offset = 0;
        for (int shard = from; shard < to; shard++) {
            int size = (images - shard + shards - 1) / shards;
            own.add(new Shard(shard, IntStream.range(offset, offset + size).toArray()));
            offset += size;
        }
        return new ShardOrder(own, perShard, perEpoch, seed);
    }

    /** The order of a process that has all the data, in their own order. */
    public static ShardOrder ofWhole(int images, int shards, int perShard, long seed) {
        ShardOrder sizes = of(images, shards, 0, shards, perShard, seed);
        List<Shard> all = IntStream.range(0, shards)
                .mapToObj(shard -> new Shard(
                        shard,
                        IntStream.iterate(shard, i -> i < images, i -> i + shards)
                                .toArray()))
                .toList();
        return new ShardOrder(all, perShard, sizes.perEpoch, seed);
    }

    /** The images of a batch that this process trains on. */
    int batchSize() {
        return shards.size() * perShard;
    }

    int perEpoch() {
        return perEpoch;
    }

    /** The indices of an epoch's images, batch after batch, and shard after shard in each. */
    int[] order(int epoch) {
        int[] order = new int[perEpoch * batchSize()];
        for (int i = 0; i < shards.size(); i++) {
            Shard shard = shards.get(i);
            int[] shuffled = shard.indices().clone();
            Batches.shuffle(shuffled, random.stream("batch order of shard " + shard.number(), epoch));
            for (int batch = 0; batch < perEpoch; batch++) {
                System.arraycopy(shuffled, batch * perShard, order, batch * batchSize() + i * perShard, perShard);
            }
        }
        return order;
    }
}
