package io.gen4j.nn;

import io.gen4j.nn.internal.ChannelBlocks;
import io.gen4j.runtime.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of two arrays, on all processors. */
final class ArraySum implements ChannelBlocks.Worker {

    private static final ChannelBlocks BLOCKS = new ChannelBlocks(1);

    private final INDArray sum;
    private final INDArray second;
    private final float[] a = new float[BLOCKS.width()];
    private final float[] b = new float[BLOCKS.width()];

    private ArraySum(INDArray sum, INDArray second) {
        this.sum = sum;
        this.second = second;
    }

    /**
     * Adds the second array to the first.
     *
     * @param sum without gaps between its numbers, like {@code second}, and as long
     */
    static void add(INDArray sum, INDArray second) {
        BLOCKS.run(sum.length(), () -> new ArraySum(sum, second));
    }

    @Override
    public void work(long offset, int length) {
        HostMemory.read(sum, offset, a, length);
        HostMemory.read(second, offset, b, length);
        for (int i = 0; i < length; i++) {
            a[i] += b[i];
        }
        HostMemory.write(a, sum, offset, length);
    }
}
