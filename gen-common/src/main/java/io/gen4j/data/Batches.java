package io.gen4j.data;

import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.Nd4jLoading;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cuts a dataset into shuffled batches, epoch by epoch. Use it for your own training loop; the trainers use it too. In an
 * epoch, every image comes once. Its order depends only on the seed, the epoch's number and the number of images. So a
 * training that stops anywhere can resume with the very next batch.
 *
 * <pre>{@code
 * Batches batches = new Batches(digits, 128, PixelRange.UNIT, 42, LastBatch.DROP);
 * try (BatchIterator epoch = batches.epoch(0, 0)) {
 *     while (epoch.hasNext()) {
 *         learnFrom(epoch.next());
 *     }
 * }
 * }</pre>
 *
 * <p>Immutable; several threads may use one.
 */
public final class Batches {

    static {
        Nd4jLoading.prepare();
    }

    private static final int PIXEL_VALUES = 256;

    private final ImageDataset data;
    private final int batchSize;
    private final PixelRange range;
    private final RandomStreams random;
    private final LastBatch last;
    private final @Nullable ShardOrder shards;
    private final float[] values = new float[PIXEL_VALUES];

    /** The use of the remaining images at the end of an epoch, when they do not fill a batch. */
    public enum LastBatch {
        /** They make a smaller batch. */
        KEEP,
        /** They are left out of this epoch. The next epoch has another order. */
        DROP
    }

    /**
     * @param batchSize images in a batch, at least 1
     * @param range how pixels become numbers
     * @param seed of the order
     * @throws IllegalArgumentException if {@code batchSize} is less than 1, no batch can be filled and the last one is
     *     dropped, or the data breaks the contract of its interface
     */
    public Batches(ImageDataset data, int batchSize, PixelRange range, long seed, LastBatch last) {
        Objects.requireNonNull(range, "range");
        requireSound(data);
        Objects.requireNonNull(last, "last");
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size is " + batchSize + ": must be at least 1");
        }
        if (last == LastBatch.DROP && batchSize > data.size()) {
            throw new IllegalArgumentException("batch size is " + batchSize + ": must be at most " + data.size()
                    + ", the number of images in " + data.name());
        }
        this.data = data;
        this.batchSize = batchSize;
        this.range = range;
        this.random = new RandomStreams(seed);
        this.last = last;
        this.shards = null;
        fillValues();
    }

    /**
     * Batches of shards, each shuffled on its own. Every batch has equally many images of each shard, shard after shard.
     *
     * @param shards the images of each shard
     */
    public Batches(ImageDataset data, ShardOrder shards, PixelRange range) {
        Objects.requireNonNull(range, "range");
        requireSound(data);
        this.data = data;
        this.batchSize = shards.batchSize();
        this.range = range;
        this.random = new RandomStreams(0);
        this.last = LastBatch.DROP;
        this.shards = shards;
        fillValues();
    }

    /** Anybody may implement a dataset, and this is where it enters a training. */
    private static void requireSound(ImageDataset data) {
        Objects.requireNonNull(data, "data");
        if (data.name() == null) {
            throw new IllegalArgumentException("images have the name null: must have one");
        }
        requireSound(data, data.shape() != null, "the shape null: must have one");
        requireSound(data, data.labelNames() != null, "the label names null: must have a list, empty without labels");
        requireSound(data, data.size() >= 1, data.size() + " images: must have at least one");
    }

    private static void requireSound(ImageDataset data, boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(data.name() + " has " + otherwise);
        }
    }

    private void fillValues() {
        for (int pixel = 0; pixel < PIXEL_VALUES; pixel++) {
            values[pixel] = range.toValue((byte) pixel);
        }
    }

    /** The images that the batches are cut from. */
    public ImageDataset data() {
        return data;
    }

    /** Images in every batch but a smaller last one. */
    public int batchSize() {
        return batchSize;
    }

    /** How pixels become numbers. */
    public PixelRange range() {
        return range;
    }

    /** Batches in an epoch, at least 1. */
    public int perEpoch() {
        if (shards != null) {
            return shards.perEpoch();
        }
        int whole = data.size() / batchSize;
        return last == LastBatch.KEEP && data.size() % batchSize != 0 ? whole + 1 : whole;
    }

    /**
     * How much of a training is done before one of its batches, in [0, 1).
     *
     * @param epoch counted from 1
     * @param position of the batch in its epoch, from 0
     * @param epochs of the training, at least 1
     * @throws IllegalArgumentException if a number is less than that
     */
    public double done(int epoch, int position, int epochs) {
        Arguments.requireAtLeast("epoch", epoch, 1);
        Arguments.requireAtLeast("position", position, 0);
        Arguments.requireAtLeast("epochs", epochs, 1);
        return (epoch - 1 + (double) position / perEpoch()) / epochs;
    }

    /**
     * The batches of one epoch from {@code firstBatch} on, prepared in the background. Close the iterator after use.
     *
     * @param epoch 0 or more
     * @param firstBatch how many of the epoch's batches to pass over, 0 to {@link #perEpoch()}
     * @throws IllegalArgumentException if {@code epoch} is negative
     * @throws IndexOutOfBoundsException if {@code firstBatch} lies outside its range
     */
    public BatchIterator epoch(int epoch, int firstBatch) {
        Objects.checkIndex(firstBatch, perEpoch() + 1);
        return new BatchIterator(this, epoch, order(epoch), firstBatch);
    }

    /**
     * The batches of one epoch as {@link #epoch}, which only name their images. Use it for a trainer that reads images by
     * their indices.
     *
     * @throws IllegalArgumentException as {@link #epoch}
     * @throws IndexOutOfBoundsException as {@link #epoch}
     */
    public BatchIterator named(int epoch, int firstBatch) {
        Objects.checkIndex(firstBatch, perEpoch() + 1);
        return BatchIterator.named(this, epoch, order(epoch), firstBatch);
    }

    /**
     * The images of these indices, in this order, in arrays that belong to the caller.
     *
     * @throws IllegalArgumentException if there are none
     * @throws IndexOutOfBoundsException if there is no such image
     */
    public Batch of(int... indices) {
        Objects.requireNonNull(indices, "indices");
        if (indices.length == 0) {
            throw new IllegalArgumentException("indices is empty: a batch needs at least one image");
        }
        INDArray images = allocate(indices.length);
        for (int i = 0; i < indices.length; i++) {
            writeImage(indices[i], images, i);
        }
        return new Batch(images, labels(indices));
    }

    /** The first images of the data, as {@link #of}: {@code count}, or all if there are fewer. */
    public Batch first(int count) {
        Arguments.requireWithin("count", count, 1, Integer.MAX_VALUE);
        return of(IntStream.range(0, Math.min(count, data.size())).toArray());
    }

    /** The indices of an epoch's images in the order that they come in. */
    int[] order(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch is " + epoch + ": must be 0 or more");
        }
        if (shards != null) {
            return shards.order(epoch);
        }
        int[] order = IntStream.range(0, data.size()).toArray();
        shuffle(order, random.stream("batch order", epoch));
        return order;
    }

    /** Fisher and Yates' shuffle, in place. */
    static void shuffle(int[] order, RandomGenerator generator) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = generator.nextInt(i + 1);
            int index = order[i];
            order[i] = order[other];
            order[other] = index;
        }
    }

    /** The part of an epoch's order that is one of its batches. */
    int[] indices(int[] order, int batch) {
        int from = batch * batchSize;
        return Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
    }

    /** An array for {@code count} images, outside any workspace: it outlives the caller's scope. */
    @SuppressWarnings("try") // closing is all that the scope is for
    INDArray allocate(int count) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return Nd4j.createUninitialized(
                    DataType.FLOAT, new long[] {count, data.shape().size()}, 'c');
        }
    }

    /** Writes one image as numbers into a row of {@code target}. */
    void writeImage(int index, INDArray target, int row) {
        int size = data.shape().size();
        byte[] pixels = new byte[size];
        float[] numbers = new float[size];
        data.copyPixels(index, pixels, 0);
        for (int i = 0; i < size; i++) {
            numbers[i] = values[pixels[i] & 0xff];
        }
        HostMemory.write(numbers, target, (long) row * size, size);
    }

    /** The images' labels; none if the data has none. */
    int[] labels(int[] indices) {
        return data.labelNames().isEmpty()
                ? new int[0]
                : IntStream.of(indices).map(data::label).toArray();
    }
}
