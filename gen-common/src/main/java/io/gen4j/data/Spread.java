package io.gen4j.data;

import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.internal.Arguments;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws some of many images so that every label keeps its share. Use {@link ImageDataset#spread} for a dataset. */
public final class Spread {

    private Spread() {}

    /**
     * Draws indices. Each label gets its rounded share, and at least one if there are as many indices as labels. Within a
     * label, all images are equally likely.
     *
     * @param labels one per image, from 0; empty if there are none
     * @param size how many images there are
     * @param count how many to take, 1 to {@code size}
     * @param seed the same seed takes the same images
     * @return in rising order
     * @throws IllegalArgumentException if {@code count} or a label lies outside its range
     */
    public static int[] of(int[] labels, int size, int count, long seed) {
        if (count < 1 || count > size) {
            throw new IllegalArgumentException("count is " + count + ": must be 1 to " + size);
        }
        requireLabels(labels, size);
        RandomGenerator random = new RandomStreams(seed).stream("spread over labels", 0);
        int[] order = shuffled(size, random);
        if (labels.length == 0) {
            return Arrays.stream(order).limit(count).sorted().toArray();
        }
        int[] left = shares(labels, count);
        BitSet taken = new BitSet(size);
        for (int index : order) {
            if (left[labels[index]] > 0) {
                left[labels[index]]--;
                taken.set(index);
            }
        }
        return taken.stream().toArray();
    }

    private static void requireLabels(int[] labels, int size) {
        if (labels.length != 0 && labels.length != size) {
            throw new IllegalArgumentException(
                    "there are " + labels.length + " labels: must be " + size + ", one per image, or none");
        }
        for (int label : labels) {
            Arguments.requireAtLeast("label", label, 0);
        }
    }

    private static int[] shuffled(int size, RandomGenerator random) {
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int index = order[i];
            order[i] = order[other];
            order[other] = index;
        }
        return order;
    }

    /** Largest remainders; a label without any takes one from the label with the most. */
    private static int[] shares(int[] labels, int count) {
        int[] sizes = new int[1 + Arrays.stream(labels).max().orElseThrow()];
        for (int label : labels) {
            sizes[label]++;
        }
        int[] shares = new int[sizes.length];
        Integer[] byRemainder = new Integer[sizes.length];
        int given = 0;
        for (int label = 0; label < sizes.length; label++) {
            byRemainder[label] = label;
            shares[label] = (int) ((long) sizes[label] * count / labels.length);
            given += shares[label];
        }
        Arrays.sort(
                byRemainder,
                (a, b) ->
                        Long.compare((long) sizes[b] * count % labels.length, (long) sizes[a] * count % labels.length));
        for (int i = 0; given < count; i = (i + 1) % byRemainder.length) {
            int label = byRemainder[i];
            if (shares[label] < sizes[label]) {
                shares[label]++;
                given++;
            }
        }
        long occupied = Arrays.stream(sizes).filter(size -> size > 0).count();
        for (int label = 0; label < sizes.length && occupied <= count; label++) {
            if (sizes[label] > 0 && shares[label] == 0) {
                shares[most(shares)]--;
                shares[label]++;
            }
        }
        return shares;
    }

    private static int most(int[] shares) {
        return IntStream.range(0, shares.length)
                .reduce((a, b) -> shares[b] > shares[a] ? b : a)
                .orElseThrow();
    }
}
