package io.gen4j.data;

import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.internal.Arguments;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws a random subset without replacement, by a seed. Use it wherever a part of a dataset stands for the whole. The order
 * of a dataset often follows its labels, so its first images, or every n-th, are not representative.
 */
public final class RandomSubset {

    private RandomSubset() {}

    /**
     * Draws indices. The same arguments give the same indices, and a smaller {@code count} gives the first of them.
     *
     * @param size how many there are to choose from, 0 or more
     * @param count how many to draw, 0 to {@code size}
     * @param seed any value
     * @param purpose names the random stream: other purposes draw independently
     * @return {@code count} different indices from 0 to {@code size - 1}, in random order
     * @throws IllegalArgumentException if {@code count} lies outside its range
     */
    public static int[] draw(int size, int count, long seed, String purpose) {
        Arguments.requireAtLeast("size", size, 0);
        if (count < 0 || count > size) {
            throw new IllegalArgumentException("count is " + count + ": must be 0 to " + size);
        }
        RandomGenerator random = new RandomStreams(seed).stream(purpose, 0);
        int[] order = IntStream.range(0, size).toArray();
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i, size);
            int index = order[i];
            order[i] = order[other];
            order[other] = index;
        }
        return Arrays.copyOf(order, count);
    }

    /**
     * Draws images, {@code count} or all. All come in their own order, as the same object.
     *
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public static ImageDataset of(ImageDataset images, int count, long seed, String purpose) {
        if (count < 1) {
            throw new IllegalArgumentException("count is " + count + ": must be at least 1");
        }
        return count >= images.size() ? images : images.select(draw(images.size(), count, seed, purpose));
    }
}
