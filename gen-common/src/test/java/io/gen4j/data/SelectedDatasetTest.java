package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectedDatasetTest {

    private final ImageDataset all = ImageDataset.of(
            "all", new ImageShape(1, 1, 2), new byte[] {0, 1, 2, 3, 4, 5}, new int[] {0, 1, 0}, List.of("a", "b"));

    @Test
    void hasTheImagesInTheOrderAskedFor() {
        ImageDataset some = all.select(2, 0, 2);
        byte[] pixels = new byte[6];
        for (int i = 0; i < 3; i++) {
            some.copyPixels(i, pixels, 2 * i);
        }
        assertArrayEquals(new byte[] {4, 5, 0, 1, 4, 5}, pixels);
        assertEquals(3, some.size());
        assertEquals(1, all.select(1).label(0));
        assertEquals(2, some.limit(2).size());
        assertEquals(3, some.limit(9).size());
    }

    @Test
    void theChecksumTellsWhichAndInWhatOrder() {
        assertEquals(all.select(2, 0).checksum(), all.select(2, 0).checksum());
        assertNotEquals(all.select(2, 0).checksum(), all.select(0, 2).checksum());
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThrows(IllegalArgumentException.class, all::select);
        assertThrows(IndexOutOfBoundsException.class, () -> all.select(0, 3));
        assertThrows(IllegalArgumentException.class, () -> all.select(0).limit(0));
    }
}
