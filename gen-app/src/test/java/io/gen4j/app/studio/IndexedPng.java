package io.gen4j.app.studio;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** PNG files of few colours, a third as long as others: enough for a page of plain areas, text and grey images. */
final class IndexedPng {

    private static final int MOST_BYTES = 80_000;
    private static final int[] COLOURS = {64, 48, 32, 24, 16, 12, 8};
    private static final int EXACT_BITS = 8;
    private static final int CELL_BITS = 4;

    private IndexedPng() {}

    /** Writes a file of at most 80 KB, with as many colours as fit. */
    static void write(Path file, BufferedImage image) throws IOException {
        for (int colours : COLOURS) {
            byte[] png = encode(image, colours);
            if (png.length <= MOST_BYTES) {
                Files.write(file, png);
                return;
            }
        }
        throw new IOException(file + " would be longer than " + MOST_BYTES + " bytes even with few colours");
    }

    /** With the commonest colours, and the commonest of those that are far from them. */
    private static byte[] encode(BufferedImage image, int colours) throws IOException {
        int[] palette = IntStream.concat(commonest(image, EXACT_BITS, colours), commonest(image, CELL_BITS, colours))
                .distinct()
                .toArray();
        IndexColorModel model = new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int index = nearest.computeIfAbsent(image.getRGB(x, y), colour -> nearest(palette, colour));
                indexed.getRaster().setSample(x, y, 0, index);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(indexed, "png", png);
        return png.toByteArray();
    }

    /** Colours that agree in their leading bits. */
    private static final class Cell {
        private final Map<Integer, Integer> counts = new HashMap<>();
        private int count;

        void add(int colour) {
            counts.merge(colour, 1, Integer::sum);
            count++;
        }

        int count() {
            return count;
        }

        int commonest() {
            return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        }
    }

    /** The colour of each of the largest cells. */
    private static IntStream commonest(BufferedImage image, int bits, int limit) {
        Map<Integer, Cell> cells = new HashMap<>();
        int mask = 0x010101 * (0xff << (8 - bits) & 0xff);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int colour = image.getRGB(x, y);
                cells.computeIfAbsent(colour & mask, key -> new Cell()).add(colour);
            }
        }
        return cells.values().stream()
                .sorted(Comparator.comparingInt(Cell::count).reversed())
                .limit(limit)
                .mapToInt(Cell::commonest);
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
            int difference = (a >> shift & 0xff) - (b >> shift & 0xff);
            sum += difference * difference;
        }
        return sum;
    }
}
