package io.gen4j.app.studio;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Short PNG files of a page: its plain areas and coloured things as they are, its grey pictures in as many greys as fit. */
final class IndexedPng {

    private static final int MOST_BYTES = 80_000;
    private static final int[] GREYS = {64, 48, 32, 24, 16, 12, 8};
    private static final int AREAS = 10;
    private static final int COLOURED = 64;
    private static final int LEAST_SATURATION = 24;
    private static final int CELL = 0xf0f0f0;

    private IndexedPng() {}

    /** Writes a file of at most 80 KB. */
    static void write(Path file, BufferedImage image) throws IOException {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int greys : GREYS) {
            byte[] png = encode(pixels, image.getWidth(), palette(pixels, greys));
            if (png.length <= MOST_BYTES) {
                Files.write(file, png);
                return;
            }
        }
        throw new IOException(file + " would be longer than " + MOST_BYTES + " bytes even with few greys");
    }

    private static int[] palette(int[] pixels, int greys) {
        IntStream areas = commonest(IntStream.of(pixels), 0xffffff, AREAS);
        IntStream coloured = commonest(
                IntStream.of(pixels).filter(colour -> saturation(colour) >= LEAST_SATURATION), CELL, COLOURED);
        IntStream even = IntStream.range(0, greys).map(i -> i * 255 / (greys - 1) * 0x010101 | 0xff000000);
        return IntStream.concat(IntStream.concat(areas, coloured), even)
                .distinct()
                .toArray();
    }

    /** The commonest colours, no two of which agree in all bits of the mask. */
    private static IntStream commonest(IntStream colours, int mask, int limit) {
        Map<Integer, Integer> counts = new HashMap<>();
        colours.forEach(colour -> counts.merge(colour, 1, Integer::sum));
        Map<Integer, Integer> first = new HashMap<>();
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .mapToInt(Map.Entry::getKey)
                .filter(colour -> first.putIfAbsent(colour & mask, colour) == null)
                .limit(limit);
    }

    private static byte[] encode(int[] pixels, int width, int[] palette) throws IOException {
        IndexColorModel colours = new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed =
                new BufferedImage(width, pixels.length / width, BufferedImage.TYPE_BYTE_INDEXED, colours);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int i = 0; i < pixels.length; i++) {
            int index = nearest.computeIfAbsent(pixels[i], colour -> nearest(palette, colour));
            indexed.getRaster().setSample(i % width, i / width, 0, index);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(indexed, "png", png);
        return png.toByteArray();
    }

    private static int nearest(int[] palette, int colour) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            if (distance(palette[i], colour) < distance(palette[best], colour)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int difference = channel(a, shift) - channel(b, shift);
            sum += difference * difference;
        }
        return sum;
    }

    private static int saturation(int colour) {
        int[] channels = {channel(colour, 0), channel(colour, 8), channel(colour, 16)};
        return IntStream.of(channels).max().orElseThrow()
                - IntStream.of(channels).min().orElseThrow();
    }

    private static int channel(int colour, int shift) {
        return colour >> shift & 0xff;
    }
}
