package io.gen4j.image;

import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import java.awt.image.BufferedImage;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images side by side in one picture, row by row, with a black gap of two pixels between neighbours. Use {@link #of} for
 * images in one array, and {@link #add} for images that come in pieces. A grid belongs to one thread.
 */
public final class ImageGrid {

    /** The most pixels of a picture: 16384 x 16384. */
    public static final long MAX_PIXELS = 1L << 28;

    private static final int GAP = 2;

    private final ImageShape shape;
    private final PixelRange range;
    private final int count;
    private final int columns;
    private final BufferedImage picture;
    private int drawn;

    /**
     * An empty grid.
     *
     * @param count images to come, at least 1
     * @param columns at least 1; the last row may stay short
     * @param range numbers outside it are clamped
     * @throws IllegalArgumentException if a number is less than 1, or the picture has more than {@link #MAX_PIXELS}
     */
    public ImageGrid(int count, int columns, ImageShape shape, PixelRange range) {
        Objects.requireNonNull(range, "range");
        requireSize(count, columns, shape);
        this.shape = shape;
        this.range = range;
        this.count = count;
        this.columns = columns;
        picture = new BufferedImage(
                (int) width(columns, shape),
                (int) height(count, columns, shape),
                shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    }

    /**
     * Refuses a grid that is too large for a picture, before anything is drawn for it.
     *
     * @throws IllegalArgumentException if a number is less than 1, or the picture has more than {@link #MAX_PIXELS}
     */
    public static void requireSize(int count, int columns, ImageShape shape) {
        if (columns < 1 || count < 1) {
            throw new IllegalArgumentException(
                    "columns is " + columns + " for " + count + " images: both must be at least 1");
        }
        long width = width(columns, shape);
        long height = height(count, columns, shape);
        if (width * height > MAX_PIXELS) {
            throw new IllegalArgumentException(
                    count + " images of " + shape + " in " + columns + " columns are a picture of " + width + " x "
                            + height + " pixels: must be at most " + MAX_PIXELS + " in all; draw fewer");
        }
    }

    private static long width(int columns, ImageShape shape) {
        return (long) columns * (shape.width() + GAP) - GAP;
    }

    private static long height(int count, int columns, ImageShape shape) {
        return ((long) count + columns - 1) / columns * (shape.height() + GAP) - GAP;
    }

    /**
     * Lays images out.
     *
     * @param images float, {@code [n, shape.size()]}, channels first; numbers outside {@code range} are clamped
     * @param columns at least 1; the last row may stay short
     * @return grey for one channel, RGB for three
     * @throws IllegalArgumentException if {@code columns} is less than 1, the images have another size, or the picture would
     *     have more than {@link #MAX_PIXELS}
     */
    public static BufferedImage of(INDArray images, ImageShape shape, PixelRange range, int columns) {
        requireImages(images, shape);
        ImageGrid grid = new ImageGrid((int) images.size(0), columns, shape, range);
        grid.add(images);
        return grid.picture();
    }

    /**
     * One image alone.
     *
     * @param images as for {@link #of}
     * @param index of the image
     * @throws IllegalArgumentException if there is no such image, or the images have another size or type
     */
    public static BufferedImage single(INDArray images, int index, ImageShape shape, PixelRange range) {
        requireImages(images, shape);
        Arguments.requireWithin("index", index, 0, images.size(0) - 1);
        try (INDArray row = images.getRow(index, true).dup('c')) {
            return of(row, shape, range, 1);
        }
    }

    /**
     * Draws the next images.
     *
     * @param images float, {@code [n, shape.size()]}
     * @throws IllegalArgumentException if they have another size, or are more than are to come
     */
    public void add(INDArray images) {
        requireImages(images, shape);
        int more = (int) images.size(0);
        if (more > count - drawn) {
            throw new IllegalArgumentException(
                    more + " images after " + drawn + ": must be " + count + " at most in all");
        }
        float[] pixels = new float[shape.size()];
        try (INDArray ordered = images.dup('c')) {
            for (int i = 0; i < more; i++) {
                HostMemory.read(ordered, (long) i * pixels.length, pixels, pixels.length);
                draw(pixels, drawn % columns, drawn / columns);
                drawn++;
            }
        }
    }

    /** The picture. Empty places are black. */
    public BufferedImage picture() {
        return picture;
    }

    private static void requireImages(INDArray images, ImageShape shape) {
        InputRows.require("images", images, shape.size());
    }

    private void draw(float[] pixels, int column, int row) {
        int left = column * (shape.width() + GAP);
        int top = row * (shape.height() + GAP);
        int plane = shape.height() * shape.width();
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int i = 0; i < plane; i++) {
                int value = range.toPixel(pixels[channel * plane + i]) & 0xff;
                picture.getRaster().setSample(left + i % shape.width(), top + i / shape.width(), channel, value);
            }
        }
    }
}
