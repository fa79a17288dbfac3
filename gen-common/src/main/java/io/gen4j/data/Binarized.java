package io.gen4j.data;

import io.gen4j.random.RandomStreams;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws the black and white images of {@link ImageDataset#binarized(long)}. */
final class Binarized {

    private static final int WHITE = 255;

    private Binarized() {}

    static ImageDataset of(ImageDataset grey, long seed) {
        int size = grey.shape().size();
        byte[] pixels = new byte[Math.multiplyExact(size, grey.size())];
        RandomStreams random = new RandomStreams(seed);
        for (int i = 0; i < grey.size(); i++) {
            grey.copyPixels(i, pixels, i * size);
            draw(pixels, i * size, size, random.stream("binarization of an image", i));
        }
        String name = grey.name() + ", binarized";
        if (grey.labelNames().isEmpty()) {
            return new ByteImageDataset(name, grey.shape(), pixels, new int[0], grey.labelNames());
        }
        int[] labels = IntStream.range(0, grey.size()).map(grey::label).toArray();
        return new ByteImageDataset(name, grey.shape(), pixels, labels, grey.labelNames());
    }

    private static void draw(byte[] pixels, int from, int count, RandomGenerator random) {
        for (int i = from; i < from + count; i++) {
            pixels[i] = (byte) (random.nextInt(WHITE) < (pixels[i] & 0xff) ? WHITE : 0);
        }
    }
}
