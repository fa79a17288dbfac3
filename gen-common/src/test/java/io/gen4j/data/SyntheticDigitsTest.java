package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {

    @Test
    void dependOnNothingButTheSeed() {
        assertEquals(
                SyntheticDigits.draw(50, 1).checksum(),
                SyntheticDigits.draw(80, 1).limit(50).checksum());
        assertNotEquals(
                SyntheticDigits.draw(50, 1).checksum(),
                SyntheticDigits.draw(50, 2).checksum());
    }

    @Test
    void refuseAnAbsurdCount() {
        assertThrows(IllegalArgumentException.class, () -> SyntheticDigits.draw(0, 1));
        assertThrows(IllegalArgumentException.class, () -> SyntheticDigits.draw(1_000_001, 1));
    }

    @Test
    void haveBlackPaperAndWhiteInk() {
        ImageDataset digits = SyntheticDigits.draw(100, 1);
        byte[] pixels = new byte[784];
        for (int i = 0; i < digits.size(); i++) {
            digits.copyPixels(i, pixels, 0);
            int white = 0;
            for (byte pixel : pixels) {
                white += (pixel & 0xff) > 200 ? 1 : 0;
            }
            assertTrue(white > 10 && white < 300, "image " + i + " has " + white + " white pixels");
        }
    }

    /** Nearest neighbour, the simplest classifier, learns them from one seed and knows those of another. */
    @Test
    void canBeToldApart() {
        ImageDataset known = SyntheticDigits.draw(3000, 1);
        ImageDataset asked = SyntheticDigits.draw(300, 2);
        int right = 0;
        boolean[] seen = new boolean[10];
        for (int i = 0; i < asked.size(); i++) {
            seen[asked.label(i)] = true;
            right += known.label(nearest(known, pixels(asked, i))) == asked.label(i) ? 1 : 0;
        }
        assertTrue(right > 0.9 * asked.size(), right + " of " + asked.size() + " were right");
        assertTrue(Arrays.equals(seen, new boolean[] {true, true, true, true, true, true, true, true, true, true}));
    }

    private static int nearest(ImageDataset known, byte[] image) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < known.size(); i++) {
            long distance = distance(pixels(known, i), image);
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    private static long distance(byte[] a, byte[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            int difference = (a[i] & 0xff) - (b[i] & 0xff);
            sum += (long) difference * difference;
        }
        return sum;
    }

    private static byte[] pixels(ImageDataset data, int index) {
        byte[] pixels = new byte[784];
        data.copyPixels(index, pixels, 0);
        return pixels;
    }
}
