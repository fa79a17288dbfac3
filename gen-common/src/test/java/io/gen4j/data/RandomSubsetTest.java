package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomSubsetTest {

    @Test
    void drawsEachIndexOnce() {
        int[] all = RandomSubset.draw(1_000, 1_000, 3, "test");
        assertArrayEquals(
                IntStream.range(0, 1_000).toArray(), IntStream.of(all).sorted().toArray());
        assertEquals(
                400,
                IntStream.of(RandomSubset.draw(1_000, 400, 3, "test"))
                        .distinct()
                        .count());
    }

    @Test
    void aSmallerCountGivesTheFirst() {
        assertArrayEquals(
                Arrays.copyOf(RandomSubset.draw(100, 60, 3, "test"), 20), RandomSubset.draw(100, 20, 3, "test"));
    }

    @Test
    void seedAndPurposeChangeTheDraw() {
        int[] drawn = RandomSubset.draw(100, 20, 3, "test");
        assertFalse(Arrays.equals(drawn, RandomSubset.draw(100, 20, 4, "test")));
        assertFalse(Arrays.equals(drawn, RandomSubset.draw(100, 20, 3, "other")));
    }

    @Test
    void isSpreadOverAllOfThem() {
        long first = IntStream.of(RandomSubset.draw(10_000, 1_000, 3, "test"))
                .filter(i -> i < 5_000)
                .count();
        assertTrue(first > 430 && first < 570, first + " of 1,000 in the first half");
    }

    @Test
    void theLimitsOfTheRange() {
        assertEquals(0, RandomSubset.draw(5, 0, 3, "test").length);
        assertEquals(0, RandomSubset.draw(0, 0, 3, "test").length);
        assertThrows(IllegalArgumentException.class, () -> RandomSubset.draw(5, 6, 3, "test"));
        assertThrows(IllegalArgumentException.class, () -> RandomSubset.draw(5, -1, 3, "test"));
    }

    @Test
    void drawsImages() {
        ImageDataset images = ImageDataset.of("five", new ImageShape(1, 1, 1), new byte[] {0, 1, 2, 3, 4});
        assertEquals(3, RandomSubset.of(images, 3, 1, "test").size());
        assertSame(images, RandomSubset.of(images, 5, 1, "test"));
        assertSame(images, RandomSubset.of(images, 50, 1, "test"));
        assertThrows(IllegalArgumentException.class, () -> RandomSubset.of(images, 0, 1, "test"));
    }
}
