package io.gen4j.data;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images that show which one they are: two pixels, index and 255 - index; the label is the index modulo 3. */
final class NumberedImages {

    private NumberedImages() {}

    /** @param count 1 to 256 */
    static ImageDataset of(int count) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
        }
        return ImageDataset.of("numbered", new ImageShape(1, 1, 2), pixels(count), labels, List.of("a", "b", "c"));
    }

    static ImageDataset unlabelled(int count) {
        return ImageDataset.of("numbered", new ImageShape(1, 1, 2), pixels(count));
    }

    /** Which images these are, in {@link PixelRange#UNIT}. */
    static int[] numbers(INDArray images) {
        int[] numbers = new int[(int) images.size(0)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.round(images.getFloat(i, 0) * 255);
        }
        return numbers;
    }

    private static byte[] pixels(int count) {
        byte[] pixels = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            pixels[2 * i] = (byte) i;
            pixels[2 * i + 1] = (byte) (255 - i);
        }
        return pixels;
    }
}
