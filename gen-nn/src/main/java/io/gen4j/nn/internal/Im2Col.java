package io.gen4j.nn.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.internal.MatrixConvolution.Kernel;
import io.gen4j.runtime.internal.HostFloats;
import io.gen4j.runtime.internal.MatrixProduct.Matrix;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Converts between images and the matrix of a convolution (im2col, and back by col2im, which adds overlapping values).
 * The matrix has one column per pixel of the small map: all values of the large map under the kernel there. It holds
 * several images.
 *
 * <p>A column is the kernel's rows, one after the other. Long rows are copied one by one. Short rows are copied through
 * a Java array that holds a row of pixels.
 */
final class Im2Col implements AutoCloseable {

    /** The least length of a kernel's row to copy it directly. A shorter copy takes less time than its call. */
    private static final int DIRECT_FROM = 64;

    /** The number of floats in a cache line. */
    private static final int LINE = 16;

    /** The number of floats in a kilobyte. */
    private static final int KILOBYTE = 256;

    private final FeatureMap large;
    private final FeatureMap small;
    private final Kernel kernel;
    /** Counts of numbers: in a row of the kernel, in a step across, in a column, and from one column to the next. */
    private final int seen;

    private final int step;
    private final int depth;
    private final int leading;
    /** The count of numbers from the columns of one row of pixels to those of the next. */
    private final int pixelRow;
    /** Counts of numbers: in a row of the large map, in the padding on either side, and in both. */
    private final int row;

    private final int margin;
    private final int paddedRow;
    private final INDArray array;
    private final HostFloats columns;
    /** Whether the rows of the kernel are too short for direct copies. */
    private final boolean staged;
    /** The columns of a row of pixels, if rows are short. */
    private final float[] someColumns;
    /** A large map, padded with zeros. */
    private final INDArray paddedArray;

    private final HostFloats padded;
    /** The padded map in Java's memory, for sums, and one row as the target of copies. */
    private final float[][] rows;

    private final float[] someRow;

    Im2Col(FeatureMap large, FeatureMap small, Kernel kernel, int images) {
        this.large = large;
        this.small = small;
        this.kernel = kernel;
        int channels = large.channels();
        seen = kernel.size()[1] * channels;
        depth = kernel.size()[0] * seen;
        leading = leadingDimension(depth);
        pixelRow = small.width() * leading;
        step = kernel.stride()[1] * channels;
        row = large.width() * channels;
        margin = kernel.padding()[1] * channels;
        paddedRow = row + 2 * margin;
        int height = large.height() + 2 * kernel.padding()[0];
        array = NativeArrays.zeros((long) images * small.height() * pixelRow);
        columns = HostFloats.of(array);
        staged = seen < DIRECT_FROM;
        someColumns = new float[staged ? pixelRow : 0];
        paddedArray = NativeArrays.zeros((long) height * paddedRow);
        padded = HostFloats.of(paddedArray);
        rows = new float[height][paddedRow];
        someRow = new float[paddedRow];
    }

    /**
     * Returns the best distance between the columns of a matrix. At a distance of whole kilobytes, the same element of
     * every column maps to the same few cache lines. The columns would evict each other while BLAS packs them.
     */
    static int leadingDimension(int depth) {
        return depth % KILOBYTE == 0 ? depth + LINE : depth;
    }

    /** The matrix for a number of images, column by column. */
    Matrix matrix(int images) {
        return new Matrix(array, 0, depth, images * small.height() * small.width(), leading);
    }

    /** Copies images to columns (im2col). */
    void gather(INDArray map, int first, int count) {
        HostFloats images = HostFloats.of(map);
        for (int image = 0; image < count; image++) {
            for (int y = 0; y < large.height(); y++) {
                long offset = ((long) (first + image) * large.height() + y) * row;
                images.copy(offset, padded, (long) (y + kernel.padding()[0]) * paddedRow + margin, row);
            }
            for (int y = 0; y < small.height(); y++) {
                gatherRow(y, columnsOf(image, y));
            }
        }
    }

    private void gatherRow(int y, long target) {
        for (int down = 0; down < kernel.size()[0]; down++) {
            long source = (long) (y * kernel.stride()[0] + down) * paddedRow;
            if (staged) {
                padded.read(source, someRow, paddedRow);
                for (int x = 0; x < small.width(); x++) {
                    System.arraycopy(someRow, x * step, someColumns, x * leading + down * seen, seen);
                }
            } else {
                for (int x = 0; x < small.width(); x++) {
                    padded.copy(source + x * step, columns, target + x * leading + down * seen, seen);
                }
            }
        }
        if (staged) {
            columns.write(someColumns, target, pixelRow);
        }
    }

    private long columnsOf(int image, int y) {
        return ((long) image * small.height() + y) * pixelRow;
    }

    /** Adds columns to images (col2im). */
    void scatter(INDArray map, int first, int count) {
        HostFloats images = HostFloats.of(map);
        for (int image = 0; image < count; image++) {
            for (float[] each : rows) {
                Arrays.fill(each, 0f);
            }
            for (int y = 0; y < small.height(); y++) {
                scatterRow(y, columnsOf(image, y));
            }
            for (int y = 0; y < large.height(); y++) {
                long offset = ((long) (first + image) * large.height() + y) * row;
                images.write(rows[y + kernel.padding()[0]], margin, offset, row);
            }
        }
    }

    /** Adds the pixels at one position within the stride at a time, because these do not overlap. */
    private void scatterRow(int y, long source) {
        if (staged) {
            columns.read(source, someColumns, pixelRow);
        }
        for (int across = 0; across < seen; across += step) {
            int width = Math.min(step, seen - across);
            int end = across + (small.width() - 1) * step + width;
            if (width < step) {
                Arrays.fill(someRow, across, end, 0f);
            }
            for (int down = 0; down < kernel.size()[0]; down++) {
                for (int x = 0; x < small.width(); x++) {
                    int from = x * leading + down * seen + across;
                    if (staged) {
                        System.arraycopy(someColumns, from, someRow, across + x * step, width);
                    } else {
                        columns.read(source + from, someRow, across + x * step, width);
                    }
                }
                VectorLoops.add(someRow, rows[y * kernel.stride()[0] + down], across, end);
            }
        }
    }

    @Override
    public void close() {
        array.close();
        paddedArray.close();
    }
}
