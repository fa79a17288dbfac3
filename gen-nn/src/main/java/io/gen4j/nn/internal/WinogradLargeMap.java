package io.gen4j.nn.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.runtime.internal.HostFloats;
import java.util.Arrays;

/**
 * The transform of the large map in {@link WinogradConvolution}, and its adjoint. A tile has six rows and columns, and
 * overlaps the next one by two. Its even and its odd rows are two phases of three rows each, as are its columns.
 *
 * <p>Two adjacent columns make a pair. In Java's memory, a row has its pairs of even number first, and then those of odd
 * number. So all loops are as long as a row: the JVM's vector code gains little in short ones.
 */
final class WinogradLargeMap {

    /** The pixels from one tile to the next. */
    private static final int STEP = 4;

    /** The pixels that two tiles share. */
    private static final int OVERLAP = 2;

    private final FeatureMap map;
    private final int row;
    private final int pair;
    private final int depth;
    private final int tilesDown;
    private final int tilesAcross;
    /** The numbers of a row in its pairs of odd number. */
    private final int odd;
    /** The numbers of a row in its pairs of even number: one pair more. */
    private final int even;

    private final float[] line;
    /** The rows of the image under a row of tiles, with a pixel of zeros on each side. */
    private final float[][] rows;

    private final float[][] sums;
    private final float[][] combined;
    private final float[][] products;
    private final float[][] tiles;

    WinogradLargeMap(FeatureMap map, WinogradPlanes planes) {
        this.map = map;
        row = map.width() * map.channels();
        pair = 2 * map.channels();
        depth = 2 * pair;
        tilesDown = map.height() / STEP;
        tilesAcross = map.width() / STEP;
        odd = tilesAcross * pair;
        even = odd + pair;
        line = new float[row + pair];
        rows = new float[STEP + OVERLAP][even + odd];
        sums = new float[STEP + OVERLAP][even + odd];
        combined = new float[3][even + odd];
        products = new float[3][odd];
        tiles = planes.newColumns(tilesAcross);
    }

    /** Transforms an image to columns of the planes, from {@code firstTile} on. */
    void toPlanes(HostFloats images, int image, WinogradPlanes planes, int firstTile) {
        Arrays.fill(line, 0, map.channels(), 0);
        Arrays.fill(line, map.channels() + row, line.length, 0);
        for (int down = 0; down < tilesDown; down++) {
            for (int i = down == 0 ? 0 : OVERLAP; i < rows.length; i++) {
                read(images, image, down * STEP - 1 + i, rows[i]);
            }
            for (int phase = 0; phase < 2; phase++) {
                toTiles(rows[phase], rows[phase + 2], rows[phase + 4], phase);
            }
            planes.write(tiles, firstTile + down * tilesAcross);
            keepOverlap(rows);
        }
    }

    private void read(HostFloats images, int image, int y, float[] target) {
        if (y < 0 || y == map.height()) {
            Arrays.fill(target, 0);
            return;
        }
        images.read(offset(image, y), line, map.channels(), row);
        for (int i = 0; i <= 2 * tilesAcross; i++) {
            System.arraycopy(line, i * pair, target, place(i), pair);
        }
    }

    /** Makes the last rows of a row of tiles the first ones of the next. */
    private static void keepOverlap(float[][] rows) {
        for (int i = 0; i < OVERLAP; i++) {
            float[] first = rows[i];
            rows[i] = rows[STEP + i];
            rows[STEP + i] = first;
        }
    }

    private long offset(int image, int y) {
        return ((long) image * map.height() + y) * row;
    }

    /** The place of a pair in a row. */
    private int place(int number) {
        return number / 2 * pair + (number % 2 == 0 ? 0 : even);
    }

    private void toTiles(float[] first, float[] second, float[] third, int phase) {
        VectorLoops.difference(first, 0, second, 0, combined[0], 0, even + odd);
        VectorLoops.difference(second, 0, third, 0, combined[2], 0, even + odd);
        across(combined[0], 0, phase);
        across(second, 3, phase);
        across(combined[2], 6, phase);
    }

    private void across(float[] values, int plane, int phase) {
        VectorLoops.difference(values, 0, values, even, products[0], 0, odd);
        VectorLoops.difference(values, even, values, pair, products[2], 0, odd);
        for (int tile = 0; tile < tilesAcross; tile++) {
            int from = tile * pair;
            int to = tile * depth + phase * pair;
            System.arraycopy(products[0], from, tiles[plane], to, pair);
            System.arraycopy(values, even + from, tiles[plane + 1], to, pair);
            System.arraycopy(products[2], from, tiles[plane + 2], to, pair);
        }
    }

    /** Computes an image by the adjoint of {@link #toPlanes}. Where tiles overlap, it adds. */
    void fromPlanes(WinogradPlanes planes, int firstTile, HostFloats images, int image) {
        Arrays.fill(sums[0], 0);
        Arrays.fill(sums[1], 0);
        for (int down = 0; down < tilesDown; down++) {
            planes.read(firstTile + down * tilesAcross, tiles);
            for (int i = OVERLAP; i < sums.length; i++) {
                Arrays.fill(sums[i], 0);
            }
            for (int phase = 0; phase < 2; phase++) {
                fromTiles(phase, sums[phase], sums[phase + 2], sums[phase + 4]);
            }
            for (int i = 0; i < STEP; i++) {
                write(images, image, down * STEP - 1 + i, sums[i]);
            }
            keepOverlap(sums);
        }
        write(images, image, map.height() - 1, sums[0]);
    }

    private void write(HostFloats images, int image, int y, float[] source) {
        if (y >= 0) {
            for (int i = 0; i <= 2 * tilesAcross; i++) {
                System.arraycopy(source, place(i), line, i * pair, pair);
            }
            images.write(line, map.channels(), offset(image, y), row);
        }
    }

    private void fromTiles(int phase, float[] first, float[] second, float[] third) {
        for (int i = 0; i < combined.length; i++) {
            fromAcross(3 * i, phase, combined[i]);
        }
        VectorLoops.add(combined[0], first, 0, even + odd);
        VectorLoops.addMiddle(combined[0], combined[1], combined[2], second, even + odd);
        VectorLoops.subtract(combined[2], third, 0, even + odd);
    }

    private void fromAcross(int plane, int phase, float[] values) {
        for (int tile = 0; tile < tilesAcross; tile++) {
            int from = tile * depth + phase * pair;
            int to = tile * pair;
            System.arraycopy(tiles[plane], from, values, to, pair);
            for (int i = 0; i < products.length; i++) {
                System.arraycopy(tiles[plane + i], from, products[i], to, pair);
            }
        }
        Arrays.fill(values, odd, even, 0);
        VectorLoops.subtract(products[2], values, pair, odd);
        VectorLoops.middle(products[0], products[1], products[2], values, even, odd);
    }
}
