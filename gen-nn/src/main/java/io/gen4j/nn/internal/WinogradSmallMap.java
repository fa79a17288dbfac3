package io.gen4j.nn.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.runtime.internal.HostFloats;

/**
 * The transform of the small map in {@link WinogradConvolution}, and its adjoint. A tile has two rows and columns. In
 * Java's memory, a row has its pixels of even number first, and then those of odd number, as in {@link WinogradLargeMap}.
 */
final class WinogradSmallMap {

    private static final int SIDE = 2;

    private final FeatureMap map;
    private final int row;
    private final int tilesDown;
    private final int tilesAcross;
    /** The numbers of a row in its pixels of even number, and in those of odd number. */
    private final int half;

    private final float[] line;
    private final float[][] rows;
    private final float[][] combined;
    private final float[][] tiles;

    WinogradSmallMap(FeatureMap map, WinogradPlanes planes) {
        this.map = map;
        row = map.width() * map.channels();
        half = row / 2;
        tilesDown = map.height() / SIDE;
        tilesAcross = map.width() / SIDE;
        line = new float[row];
        rows = new float[SIDE][row];
        combined = new float[3][row];
        tiles = planes.newColumns(tilesAcross);
    }

    /** Computes columns of the planes, from {@code firstTile} on, by the adjoint of {@link #fromPlanes}. */
    void toPlanes(HostFloats images, int image, WinogradPlanes planes, int firstTile) {
        for (int down = 0; down < tilesDown; down++) {
            for (int i = 0; i < SIDE; i++) {
                images.read(offset(image, down * SIDE + i), line, row);
                eachPixel(line, rows[i], false);
            }
            VectorLoops.sum(rows[0], 0, rows[1], 0, combined[1], 0, row);
            VectorLoops.negative(rows[1], 0, combined[2], row);
            across(rows[0], 0);
            across(combined[1], 3);
            across(combined[2], 6);
            planes.write(tiles, firstTile + down * tilesAcross);
        }
    }

    private long offset(int image, int y) {
        return ((long) image * map.height() + y) * row;
    }

    /** Copies a row of pixels to one in the order of this class, or back. */
    private void eachPixel(float[] from, float[] to, boolean back) {
        int channels = map.channels();
        for (int x = 0; x < map.width(); x++) {
            int place = x / SIDE * channels + x % SIDE * half;
            System.arraycopy(from, back ? place : x * channels, to, back ? x * channels : place, channels);
        }
    }

    private void across(float[] values, int plane) {
        System.arraycopy(values, 0, tiles[plane], 0, half);
        VectorLoops.sum(values, 0, values, half, tiles[plane + 1], 0, half);
        VectorLoops.negative(values, half, tiles[plane + 2], half);
    }

    /** Computes an image from the products. */
    void fromPlanes(WinogradPlanes planes, int firstTile, HostFloats images, int image) {
        for (int down = 0; down < tilesDown; down++) {
            planes.read(firstTile + down * tilesAcross, tiles);
            for (int i = 0; i < combined.length; i++) {
                VectorLoops.sum(tiles[i], 0, tiles[3 + i], 0, combined[i], 0, half);
            }
            write(images, offset(image, down * SIDE));
            for (int i = 0; i < combined.length; i++) {
                VectorLoops.difference(tiles[3 + i], 0, tiles[6 + i], 0, combined[i], 0, half);
            }
            write(images, offset(image, down * SIDE + 1));
        }
    }

    /** Writes a row of pixels, from the sums of its tiles. */
    private void write(HostFloats images, long offset) {
        VectorLoops.sum(combined[0], 0, combined[1], 0, rows[0], 0, half);
        VectorLoops.difference(combined[1], 0, combined[2], 0, rows[0], half, half);
        eachPixel(rows[0], line, true);
        images.write(line, offset, row);
    }
}
