package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {

    /** Ten labels of 100 images each, one after the other. */
    private static final int[] IN_ORDER = labels(100, 100, 100, 100, 100, 100, 100, 100, 100, 100);

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 100, 500, 990, 1000})
    void everyLabelHasItsShare(int count) {
        int[] counts = counts(IN_ORDER, Spread.of(IN_ORDER, 1000, count, 1));
        for (int each : counts) {
            assertEquals(count / 10, each);
        }
    }

    @ParameterizedTest
    @CsvSource({"99, 1, 10, 9, 1", "99, 1, 2, 1, 1", "50, 50, 3, 2, 1", "1, 99, 100, 1, 99", "70, 30, 10, 7, 3"})
    void sharesAreRoundedAndNoLabelIsForgotten(int a, int b, int count, int ofA, int ofB) {
        int[] labels = labels(a, b);
        int[] counts = counts(labels, Spread.of(labels, a + b, count, 1));
        assertArrayEquals(new int[] {ofA, ofB}, counts);
    }

    @Test
    void fewerThanLabelsAreStillAsManyAsAskedFor() {
        for (int count = 1; count < 10; count++) {
            assertEquals(count, Spread.of(IN_ORDER, 1000, count, 3).length);
        }
    }

    @Test
    void theSeedDecides() {
        int[] first = Spread.of(IN_ORDER, 1000, 100, 1);
        assertArrayEquals(first, Spread.of(IN_ORDER, 1000, 100, 1));
        assertNotEquals(Arrays.toString(first), Arrays.toString(Spread.of(IN_ORDER, 1000, 100, 2)));
        assertArrayEquals(Arrays.stream(first).sorted().distinct().toArray(), first);
    }

    @Test
    void withoutLabelsEveryImageIsAsLikely() {
        int[] taken = Spread.of(new int[0], 1000, 500, 1);
        long early = Arrays.stream(taken).filter(i -> i < 500).count();
        assertEquals(500, taken.length);
        assertEquals(250, early, 50);
    }

    @Test
    void aDatasetTakesASpread() {
        byte[] pixels = new byte[1000];
        List<String> names = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        ImageDataset data = ImageDataset.of("x", new ImageShape(1, 1, 1), pixels, IN_ORDER, names);
        ImageDataset some = data.spread(100, 7);
        int[] taken = new int[100];
        Arrays.setAll(taken, some::label);
        for (int each : counts(taken, java.util.stream.IntStream.range(0, 100).toArray())) {
            assertEquals(10, each);
        }
        assertEquals(data, data.spread(1000, 7));
        assertThrows(IllegalArgumentException.class, () -> data.spread(0, 7));
        assertThrows(IllegalArgumentException.class, () -> data.spread(-1, 7));
    }

    private static int[] labels(int... sizes) {
        return java.util.stream.IntStream.range(0, sizes.length)
                .flatMap(label ->
                        java.util.stream.IntStream.generate(() -> label).limit(sizes[label]))
                .toArray();
    }

    private static int[] counts(int[] labels, int[] taken) {
        int[] counts = new int[1 + Arrays.stream(labels).max().orElseThrow()];
        for (int index : taken) {
            counts[labels[index]]++;
        }
        return counts;
    }
}
