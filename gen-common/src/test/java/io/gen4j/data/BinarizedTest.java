package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinarizedTest {

    private static final ImageShape SHAPE = new ImageShape(1, 100, 100);

    private static byte[] pixels(ImageDataset data, int index) {
        byte[] pixels = new byte[data.shape().size()];
        data.copyPixels(index, pixels, 0);
        return pixels;
    }

    private static ImageDataset grey(int... greys) {
        byte[] pixels = new byte[SHAPE.size() * greys.length];
        for (int i = 0; i < greys.length; i++) {
            Arrays.fill(pixels, i * SHAPE.size(), (i + 1) * SHAPE.size(), (byte) greys[i]);
        }
        return ImageDataset.of("grey", SHAPE, pixels, new int[greys.length], List.of("a"));
    }

    @Test
    void whiteIsAsProbableAsThePixelIsBright() {
        ImageDataset binary = grey(0, 51, 204, 255).binarized(1);
        double[] shares = {0, 0.2, 0.8, 1};
        for (int i = 0; i < shares.length; i++) {
            int white = 0;
            for (byte pixel : pixels(binary, i)) {
                assertEquals(0, (pixel & 0xff) % 255);
                white += pixel == 0 ? 0 : 1;
            }
            assertEquals(shares[i], white / (double) SHAPE.size(), shares[i] % 1 == 0 ? 0 : 0.02);
        }
        assertEquals(List.of("a"), binary.labelNames());
        assertEquals("grey, binarized", binary.name());
    }

    @Test
    void theSeedDecidesAndTheOtherImagesDoNot() {
        ImageDataset grey = grey(100, 100, 100);
        byte[] second = pixels(grey.binarized(7), 1);
        assertArrayEquals(second, pixels(grey.limit(2).binarized(7), 1));
        assertFalse(Arrays.equals(second, pixels(grey.binarized(8), 1)));
        assertFalse(Arrays.equals(second, pixels(grey.binarized(7), 0)));
    }

    @Test
    void whatIsBlackAndWhiteStays() {
        ImageDataset binary = grey(30, 200).binarized(1);
        assertEquals(binary.checksum(), binary.binarized(2).checksum());
    }
}
