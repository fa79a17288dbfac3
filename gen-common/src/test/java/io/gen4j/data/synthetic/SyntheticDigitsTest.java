package io.gen4j.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {

    private static final int SIDE = 28;
    private static final int BRIGHT = 200;

    @Test
    void hasTheShapeAndTheLabelsOfMnist() {
        ImageDataset digits = SyntheticDigits.draw(20, 1);
        assertEquals("synthetic digits", digits.name());
        assertEquals(new ImageShape(1, SIDE, SIDE), digits.shape());
        assertEquals(20, digits.size());
        assertEquals("0123456789", String.join("", digits.labelNames()));
        int[] labels = IntStream.range(0, 20).map(digits::label).sorted().toArray();
        assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9}, labels);
    }

    @Test
    void followsFromTheSeed() {
        String checksum = SyntheticDigits.draw(50, 1).checksum();
        assertEquals(checksum, SyntheticDigits.draw(50, 1).checksum());
        assertNotEquals(checksum, SyntheticDigits.draw(50, 2).checksum());
    }

    @Test
    void drawsTheSameImageHoweverManyFollow() {
        assertEquals(
                SyntheticDigits.draw(7, 3).checksum(),
                SyntheticDigits.draw(50, 3).limit(7).checksum());
    }

    @Test
    void drawsNoImageTwice() {
        int[][] images = images(SyntheticDigits.draw(1000, 4));
        long different = IntStream.range(0, images.length)
                .mapToObj(i -> Arrays.hashCode(images[i]))
                .distinct()
                .count();
        assertEquals(images.length, different);
    }

    @Test
    void drawsWhiteOnABlackBorder() {
        for (int[] image : images(SyntheticDigits.draw(1000, 5))) {
            long black = IntStream.of(image).filter(pixel -> pixel == 0).count();
            long bright = IntStream.of(image).filter(pixel -> pixel >= BRIGHT).count();
            assertTrue(black > image.length / 2, () -> black + " black pixels");
            assertTrue(bright >= 15 && bright < image.length / 3, () -> bright + " bright pixels");
            for (int i = 0; i < SIDE; i++) {
                assertEquals(0, image[i] + image[i * SIDE] + image[(SIDE - 1) * SIDE + i] + image[i * SIDE + SIDE - 1]);
            }
        }
    }

    @Test
    void digitsCanBeToldApart() {
        ImageDataset known = SyntheticDigits.draw(4000, 6);
        ImageDataset asked = SyntheticDigits.draw(1000, 7);
        int[][] knownImages = images(known);
        int[][] askedImages = images(asked);
        long right = IntStream.range(0, asked.size())
                .filter(i -> known.label(nearest(askedImages[i], knownImages)) == asked.label(i))
                .count();
        assertTrue(right > 900, () -> right + " of 1000 digits told apart");
    }

    @Test
    void refusesAnImpossibleCount() {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> SyntheticDigits.draw(0, 1));
        assertEquals("count of synthetic digits is 0: must be 1 to 1000000", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> SyntheticDigits.draw(1_000_001, 1));
    }

    private static int[][] images(ImageDataset data) {
        byte[] bytes = new byte[data.shape().size()];
        int[][] images = new int[data.size()][bytes.length];
        for (int i = 0; i < images.length; i++) {
            data.copyPixels(i, bytes, 0);
            for (int j = 0; j < bytes.length; j++) {
                images[i][j] = Byte.toUnsignedInt(bytes[j]);
            }
        }
        return images;
    }

    private static int nearest(int[] image, int[][] candidates) {
        int nearest = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < candidates.length; i++) {
            int distance = squaredDistance(image, candidates[i]);
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    private static int squaredDistance(int[] first, int[] second) {
        int sum = 0;
        for (int i = 0; i < first.length; i++) {
            int difference = first[i] - second[i];
            sum += difference * difference;
        }
        return sum;
    }
}
