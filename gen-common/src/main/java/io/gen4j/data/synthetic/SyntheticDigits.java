package io.gen4j.data.synthetic;

import io.gen4j.data.ByteImageDataset;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Computed handwritten digits. They are grey images of 28 x 28, white on black. As in MNIST, the digit is about 20 pixels
 * high and in the middle. Each image starts from the strokes of a digit. Random bends, slants, turns and pen widths make
 * each one different. Use them where you want no download, such as in tests, or more digits than MNIST has.
 */
public final class SyntheticDigits {

    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
    private static final List<String> LABEL_NAMES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    private static final int MAX_COUNT = 1_000_000;
    private static final String NAME = "synthetic digits";

    private SyntheticDigits() {}

    /**
     * Draws digits in turn, 0 to 9 and 0 again. The image at an index depends on the seed and the index alone. So a smaller
     * dataset holds the first images of a larger one, on every machine. An image takes 784 bytes of memory.
     *
     * @param count how many, 1 to 1,000,000
     * @param seed any value; use different ones for training and testing
     * @throws IllegalArgumentException if {@code count} lies outside its range
     */
    public static ImageDataset draw(int count, long seed) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count of " + NAME + " is " + count + ": must be 1 to " + MAX_COUNT);
        }
        RandomStreams streams = new RandomStreams(seed);
        byte[] pixels = new byte[count * SHAPE.size()];
        IntStream.range(0, count)
                .parallel()
                .forEach(index -> draw(label(index), streams.stream(NAME, index), pixels, index * SHAPE.size()));
        int[] labels = IntStream.range(0, count).map(SyntheticDigits::label).toArray();
        return new ByteImageDataset(NAME, SHAPE, pixels, labels, LABEL_NAMES);
    }

    private static int label(int index) {
        return index % LABEL_NAMES.size();
    }

    private static void draw(int digit, RandomGenerator random, byte[] target, int offset) {
        List<List<Stroke>> skeletons = DigitSkeletons.of(digit);
        List<Stroke> skeleton = skeletons.get(random.nextInt(skeletons.size()));
        double radius = Hand.around(1.35, 0.6, random);
        double center = SHAPE.width() / 2.0;
        Frame frame = new Frame(
                Hand.around(center, 1, random),
                Hand.around(center, 1, random),
                Hand.around(19.5, 1.5, random) - 2 * radius);
        List<Stroke> written = new Hand(random).write(skeleton, random);
        new Pen(SHAPE.width(), radius, 1.3).draw(frame.fit(written), target, offset);
    }
}
