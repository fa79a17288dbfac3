package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResizedDatasetTest {

    @Test
    void keepsFlatColoursOfEachChannel() {
        byte[] pixels = new byte[3 * 4 * 4];
        Arrays.fill(pixels, 16, 32, (byte) 100);
        Arrays.fill(pixels, 32, 48, (byte) 255);
        ImageDataset large =
                ImageDataset.of("flat", new ImageShape(3, 4, 4), pixels).resized(8);

        byte[] actual = new byte[1 + 3 * 8 * 8];
        large.copyPixels(0, actual, 1);

        byte[] expected = new byte[1 + 3 * 8 * 8];
        Arrays.fill(expected, 65, 129, (byte) 100);
        Arrays.fill(expected, 129, 193, (byte) 255);
        assertArrayEquals(expected, actual);
    }

    @Test
    void cutsWhatIsNotSquareToItsCentre() {
        // Columns 0, 0, 200, 200, 0, 0: the middle ones stay.
        byte[] row = {0, 0, (byte) 200, (byte) 200, 0, 0};
        byte[] pixels = {row[0], row[1], row[2], row[3], row[4], row[5], row[0], row[1], row[2], row[3], row[4], row[5]
        };
        ImageDataset square =
                ImageDataset.of("wide", new ImageShape(1, 2, 6), pixels).resized(2);

        byte[] actual = new byte[4];
        square.copyPixels(0, actual, 0);

        assertArrayEquals(new byte[] {(byte) 200, (byte) 200, (byte) 200, (byte) 200}, actual);
    }

    @Test
    void keepsLabelsAndNamesTheSize() {
        ImageDataset source =
                ImageDataset.of("two", new ImageShape(1, 2, 2), new byte[8], new int[] {1, 0}, List.of("a", "b"));
        ImageDataset large = source.resized(4);

        assertEquals("two at 4x4", large.name());
        assertEquals(2, large.size());
        assertEquals(1, large.label(0));
        assertEquals(1, large.limit(1).size());
        assertEquals(new ImageShape(1, 4, 4), large.limit(1).shape());
        assertNotEquals(source.checksum(), large.checksum());
        assertSame(source, source.resized(2));
    }
}
