package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelStoreTest {

    private static final ImageShape SHAPE = new ImageShape(1, 2, 2);

    @TempDir
    private Path directory;

    @Test
    void givesBackWhatWasPutByManyThreads() throws IOException {
        for (PixelStore store :
                List.of(PixelStore.allocate(5000, 4, directory), PixelStore.create(directory.resolve("a"), 5000, 4))) {
            IntStream.range(0, 5000).parallel().forEach(i -> store.put(i, image(i), 1));
            byte[] image = new byte[6];
            for (int i = 0; i < 5000; i++) {
                store.get(i, image, 2);
                assertEquals((byte) i, image[2]);
                assertEquals((byte) (i >> 8), image[3]);
            }
        }
    }

    /** Three gigabytes, nearly all of them a hole in the file. */
    @Test
    void holdsMoreThanAnArray() throws IOException {
        int size = 3 << 20;
        PixelStore store = PixelStore.allocate(1000, size, directory);
        assertTrue(store.isMapped());
        byte[] image = new byte[size];
        for (int index : new int[] {0, 88, 89, 700, 999}) {
            image[size - 1] = (byte) index;
            store.put(index, image, 0);
        }
        for (int index : new int[] {999, 700, 89, 88, 0}) {
            store.get(index, image, 0);
            assertEquals((byte) index, image[size - 1]);
        }
        store.get(500, image, 0);
        assertArrayEquals(new byte[size], image);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(), files.toList(), "the file is gone as soon as it is mapped");
        }
    }

    @Test
    void aFileCanBeOpenedAgain() throws IOException {
        Path file = directory.resolve("a");
        PixelStore.create(file, 3, 4).put(2, image(513), 1);
        byte[] image = new byte[4];
        PixelStore.open(file, 3, 4).get(2, image, 0);
        assertArrayEquals(new byte[] {1, 2, 0, 0}, image);
        assertThrows(InvalidDataException.class, () -> PixelStore.open(file, 4, 4));
    }

    @Test
    void smallOnesLieInTheHeap() throws IOException {
        assertFalse(PixelStore.allocate(10, 4, directory).isMapped());
    }

    @Test
    void refusesMoreThanTheDiskHas() {
        InvalidDataException refusal = assertThrows(
                InvalidDataException.class,
                () -> PixelStore.allocate(Integer.MAX_VALUE, Integer.MAX_VALUE / 2, directory));
        assertTrue(refusal.getMessage().contains(directory.toString()), refusal.getMessage());
    }

    @Test
    void refusesImagesThatAreNotThere() throws IOException {
        PixelStore store = PixelStore.allocate(3, 4, directory);
        for (int index : new int[] {-1, 3, Integer.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> store.get(index, new byte[4], 0));
            assertThrows(IndexOutOfBoundsException.class, () -> store.put(index, new byte[4], 0));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> store.get(0, new byte[4], 1));
    }

    @Test
    void hasTheChecksumOfTheSameBytesInAnArray() throws IOException {
        byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8};
        PixelStore store = PixelStore.allocate(3, 4, directory);
        store.put(0, pixels, 0);
        store.put(1, pixels, 4);
        int[] labels = {1, 0};
        List<String> names = List.of("a", "b");
        ImageDataset stored = new StoredImageDataset("x", SHAPE, store, 2, labels, names);
        ImageDataset array = new ByteImageDataset("x", SHAPE, pixels, labels, names);
        assertEquals(array.checksum(), stored.checksum());
        assertEquals(array.limit(1).checksum(), stored.limit(1).checksum());
        assertThrows(
                IllegalArgumentException.class,
                () -> new StoredImageDataset("x", SHAPE, store, 4, new int[0], List.of()));
    }

    private static byte[] image(int number) {
        return new byte[] {0, (byte) number, (byte) (number >> 8), 0, 0};
    }
}
