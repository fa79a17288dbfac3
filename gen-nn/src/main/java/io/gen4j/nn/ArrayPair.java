package io.gen4j.nn;

import io.gen4j.nn.internal.ChannelBlocks;
import io.gen4j.runtime.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Combines two arrays number by number, on all processors. */
final class ArrayPair implements ChannelBlocks.Worker {

    private static final ChannelBlocks BLOCKS = new ChannelBlocks(1);

    private final INDArray first;
    private final INDArray second;
    private final INDArray target;
    private final Combination combination;
    private final float[] a = new float[BLOCKS.width()];
    private final float[] b = new float[BLOCKS.width()];

    /** A function of two blocks, whose result replaces the first one. */
    interface Combination {
        void apply(float[] a, float[] b, int length);
    }

    private ArrayPair(INDArray first, INDArray second, INDArray target, Combination combination) {
        this.first = first;
        this.second = second;
        this.target = target;
        this.combination = combination;
    }

    /**
     * Writes the combination into the target, which may be one of the two.
     *
     * @param first without gaps between its numbers, like the other arrays, and as long
     */
    static void combine(INDArray first, INDArray second, INDArray target, Combination combination) {
        BLOCKS.run(target.length(), () -> new ArrayPair(first, second, target, combination));
    }

    /** Adds the second array to the first. */
    static void add(INDArray sum, INDArray second) {
        combine(sum, second, sum, ArrayPair::sum);
    }

    /** Adds the second block to the first: a {@link Combination}. */
    static void sum(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] += b[i];
        }
    }

    @Override
    public void work(long offset, int length) {
        HostMemory.read(first, offset, a, length);
        HostMemory.read(second, offset, b, length);
        combination.apply(a, b, length);
        HostMemory.write(a, target, offset, length);
    }
}
