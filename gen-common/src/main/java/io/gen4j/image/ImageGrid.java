package io.gen4j.image;

import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.runtime.HostMemory;
import java.awt.image.BufferedImage;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images side by side in one picture, row by row, with a black gap of two pixels between neighbours. */
public final class ImageGrid {

    private static final int GAP = 2;

    private ImageGrid() {}

    /**
     * Lays images out.
     *
     * @param images float, {@code [n, shape.size()]}, channels first; numbers outside {@code range} are clamped
     * @param columns at least 1; the last row may stay short
     * @return grey for one channel, RGB for three
     * @throws IllegalArgumentException if {@code columns} is less than 1, or the images have another size
     */
    public static BufferedImage of(INDArray images, ImageShape shape, PixelRange range, int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("columns is " + columns + ": must be at least 1");
        }
        if (images.rank() != 2 || images.size(1) != shape.size()) {
            throw new IllegalArgumentException(
                    "images are " + images.shapeInfoToString() + ": must be [n, " + shape.size() + "]");
        }
        int count = (int) images.size(0);
        int rows = (count + columns - 1) / columns;
        BufferedImage grid = new BufferedImage(
                columns * (shape.width() + GAP) - GAP,
                rows * (shape.height() + GAP) - GAP,
                shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        float[] pixels = new float[shape.size()];
        try (INDArray ordered = images.dup('c')) {
            for (int i = 0; i < count; i++) {
                HostMemory.read(ordered, (long) i * pixels.length, pixels, pixels.length);
                draw(pixels, shape, range, grid, i % columns, i / columns);
            }
        }
        return grid;
    }

    /**
     * One image alone.
     *
     * @param images as for {@link #of}
     * @param index of the image
     */
    public static BufferedImage single(INDArray images, int index, ImageShape shape, PixelRange range) {
        try (INDArray row = images.getRow(index, true).dup('c')) {
            return of(row, shape, range, 1);
        }
    }

    private static void draw(
            float[] pixels, ImageShape shape, PixelRange range, BufferedImage grid, int column, int row) {
        int left = column * (shape.width() + GAP);
        int top = row * (shape.height() + GAP);
        int plane = shape.height() * shape.width();
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int i = 0; i < plane; i++) {
                int value = range.toPixel(pixels[channel * plane + i]) & 0xff;
                grid.getRaster().setSample(left + i % shape.width(), top + i / shape.width(), channel, value);
            }
        }
    }
}
