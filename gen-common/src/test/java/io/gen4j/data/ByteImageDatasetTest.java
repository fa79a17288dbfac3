package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.ImageSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteImageDatasetTest {

    private static final ImageShape SHAPE = new ImageShape(1, 1, 2);
    private static final List<String> NAMES = List.of("cat", "dog");

    private final ImageDataset data = three(0, 1, 0);

    @Test
    void givesEachImageItsPixelsAndLabel() {
        byte[] pixels = new byte[3];
        data.copyPixels(1, pixels, 1);
        assertArrayEquals(new byte[] {0, 3, 4}, pixels);
        assertEquals(1, data.label(1));
        assertEquals(3, data.size());
        assertEquals("pets", data.name());
        assertEquals(NAMES, data.labelNames());
    }

    @Test
    void doesNotFollowTheCallersArrays() {
        byte[] pixels = {1, 2};
        ImageDataset own = ImageDataset.of("pets", SHAPE, pixels);
        pixels[0] = 9;
        byte[] copy = new byte[2];
        own.copyPixels(0, copy, 0);
        assertArrayEquals(new byte[] {1, 2}, copy);
    }

    @Test
    void limitKeepsTheFirstImages() {
        ImageDataset two = data.limit(2);
        assertEquals(2, two.size());
        assertThrows(IndexOutOfBoundsException.class, () -> two.label(2));
        assertThrows(IndexOutOfBoundsException.class, () -> two.copyPixels(2, new byte[2], 0));
        assertEquals(3, data.limit(99).size());
        assertThrows(IllegalArgumentException.class, () -> data.limit(0));
    }

    @Test
    void checksumIsThatOfTheContent() {
        assertEquals(data.checksum(), three(0, 1, 0).checksum());
        assertNotEquals(data.checksum(), three(0, 1, 1).checksum());
        assertNotEquals(
                data.checksum(), ImageDataset.of("pets", SHAPE, pixels()).checksum());
        ImageShape upright = new ImageShape(1, 2, 1);
        assertNotEquals(
                ImageDataset.of("pets", SHAPE, pixels()).checksum(),
                ImageDataset.of("pets", upright, pixels()).checksum());
        ImageDataset firstTwo = ImageDataset.of("other name", SHAPE, new byte[] {1, 2, 3, 4}, new int[] {0, 1}, NAMES);
        assertEquals(firstTwo.checksum(), data.limit(2).checksum());
    }

    /** An image is asked for by its label's name. */
    @Test
    void refusesTwoLabelsOfOneName() {
        for (List<String> names : List.of(List.of("cat", "cat"), List.of("cat", "dog", "cat"))) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> ImageDataset.of("pets", SHAPE, pixels(), new int[] {0, 1, 0}, names));
            assertEquals("pets has two labels with the name cat: must have different names", e.getMessage());
            e = assertThrows(IllegalArgumentException.class, () -> new ImageSpec(SHAPE, names));
            assertEquals("labelNames holds cat twice: must hold different names", e.getMessage());
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> ImageDataset.of("x", SHAPE, new byte[3]));
        assertThrows(IllegalArgumentException.class, () -> ImageDataset.of("x", SHAPE, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> three(0, 1));
        assertThrows(IllegalArgumentException.class, () -> three(0, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> three(0, 1, -1));
        assertThrows(
                IllegalArgumentException.class, () -> ImageDataset.of("x", SHAPE, pixels(), new int[3], List.of()));
    }

    @Test
    void hasNoLabelToGiveWithoutLabels() {
        ImageDataset bare = ImageDataset.of("pets", SHAPE, pixels());
        assertEquals(List.of(), bare.labelNames());
        assertThrows(IllegalStateException.class, () -> bare.label(0));
    }

    private static ImageDataset three(int... labels) {
        return ImageDataset.of("pets", SHAPE, pixels(), labels, NAMES);
    }

    private static byte[] pixels() {
        return new byte[] {1, 2, 3, 4, 5, 6};
    }
}
