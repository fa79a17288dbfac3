package io.gen4j.data;

import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Digits that nobody wrote, for machines without MNIST: strokes, bent and slanted at random, drawn with pens of random
 * width, white on black, 28 x 28, like MNIST about 20 pixels high. There is no end of them, and image i depends on
 * nothing but the seed and i.
 */
public final class SyntheticDigits {

    private static final int SIDE = 28;
    private static final int DIGITS = 10;
    private static final int MAX_COUNT = 1_000_000;

    private SyntheticDigits() {}

    /**
     * Draws the first {@code count} images of a seed.
     *
     * @param count 1 to 1,000,000
     * @param seed the same seed gives the same images
     * @throws IllegalArgumentException if {@code count} lies outside its range
     */
    public static ImageDataset draw(int count, long seed) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count is " + count + ": must be 1 to " + MAX_COUNT);
        }
        RandomStreams random = new RandomStreams(seed);
        byte[] pixels = new byte[count * SIDE * SIDE];
        int[] labels = IntStream.range(0, count)
                .parallel()
                .map(i -> drawOne(random.stream("synthetic digits", i), pixels, i * SIDE * SIDE))
                .toArray();
        List<String> names =
                IntStream.range(0, DIGITS).mapToObj(Integer::toString).toList();
        return new ByteImageDataset("synthetic digits", new ImageShape(1, SIDE, SIDE), pixels, labels, names);
    }

    private static int drawOne(RandomGenerator random, byte[] pixels, int offset) {
        int digit = random.nextInt(DIGITS);
        HandwritingWarp hand = new HandwritingWarp(random);
        Pen pen = new Pen(random.nextDouble(0.7, 1.5), SIDE, pixels, offset);
        for (double[] line : DigitStrokes.polylines(digit, random.nextInt(DigitStrokes.variants(digit)))) {
            hand.apply(line);
            pen.draw(line);
        }
        return digit;
    }
}
