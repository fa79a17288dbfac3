package io.gen4j.runtime.internal;

import io.gen4j.runtime.HostMemory;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A caller's array, checked and converted for the kernels: floats, row by row, without gaps. Use it for each array
 * argument of a public method. Kernels read raw addresses, so a wrong shape would make them read foreign memory.
 */
public final class InputRows implements AutoCloseable {

    private static final float SLACK = 1.02f;

    private final INDArray array;
    private final boolean copied;

    private InputRows(INDArray array, boolean copied) {
        this.array = array;
        this.copied = copied;
    }

    /**
     * Checks an array, and copies it if necessary. Views, transposes and other floating-point types are supported.
     *
     * @param name the name of the argument, for the message
     * @param array at least one row of {@code width} floating-point numbers
     * @throws NullPointerException if the array is null; the message is its name
     * @throws IllegalArgumentException if the array is closed, or has another rank, width or type
     */
    public static InputRows of(String name, INDArray array, long width) {
        require(name, array, width);
        if (array.dataType() == DataType.FLOAT && HostMemory.isRowMajor(array)) {
            return new InputRows(array, false);
        }
        if (array.dataType() == DataType.FLOAT) {
            return new InputRows(array.dup('c'), true);
        }
        try (INDArray ordered = array.dup('c')) {
            return new InputRows(ordered.castTo(DataType.FLOAT), true);
        }
    }

    /**
     * Checks an array as {@link #of} does, and also each number.
     *
     * @throws IllegalArgumentException also if a number is infinite or NaN
     */
    public static InputRows finite(String name, INDArray array, long width) {
        InputRows rows = of(name, array, width);
        long bad = RangeScan.firstBeyond(rows.array, 0, Float.MAX_VALUE);
        if (bad >= 0) {
            float[] value = new float[1];
            HostMemory.read(rows.array, bad, value, 1);
            rows.close();
            throw new IllegalArgumentException(name + " holds " + value[0] + " in row " + bad / width + ", column "
                    + bad % width + ": must be finite");
        }
        return rows;
    }

    /**
     * Checks an array of pixels as {@link #of} does, and also each number: finite, and from black to white. Rounding may
     * leave a number a hundredth of the range outside.
     *
     * @throws IllegalArgumentException also if a number lies outside the range, as those of bytes or of another model do
     */
    public static InputRows pixels(String name, INDArray array, long width, float black, float white) {
        InputRows rows = of(name, array, width);
        float centre = (black + white) / 2;
        long bad = RangeScan.firstBeyond(rows.array, centre, (white - centre) * SLACK);
        if (bad >= 0) {
            float[] value = new float[1];
            HostMemory.read(rows.array, bad, value, 1);
            rows.close();
            throw new IllegalArgumentException(name + " holds " + value[0] + " in row " + bad / width + ", column "
                    + bad % width + ": must be from " + black + " (black) to " + white
                    + " (white); the model's batches(images) gives such numbers");
        }
        return rows;
    }

    /** Checks an array as {@link #of} does. */
    public static void require(String name, INDArray array, long width) {
        Objects.requireNonNull(array, name);
        if (array.wasClosed()) {
            throw new IllegalArgumentException(name + " is a closed array: close it after its last use");
        }
        if (array.isEmpty() || array.rank() != 2 || array.size(0) < 1 || array.size(1) != width) {
            throw new IllegalArgumentException(name + " has the shape " + Arrays.toString(array.shape())
                    + ": must be [n, " + width + "], n at least 1");
        }
        if (!array.dataType().isFPType()) {
            throw new IllegalArgumentException(name + " has the type " + array.dataType()
                    + ": must be FLOAT; convert it with castTo(DataType.FLOAT)");
        }
    }

    /**
     * Checks an array that kernels read without conversion.
     *
     * @throws IllegalArgumentException as for {@link #of}, or if the array is not float, row by row and without gaps
     */
    public static void requireExact(String name, INDArray array, long width) {
        require(name, array, width);
        if (array.dataType() != DataType.FLOAT || !HostMemory.isRowMajor(array)) {
            throw new IllegalArgumentException(name + " has the type " + array.dataType() + " and the strides "
                    + Arrays.toString(array.stride()) + ": must be floats, row by row; make them with dup('c')");
        }
    }

    /**
     * Checks an array of rows of any width.
     *
     * @return the width
     * @throws NullPointerException if the array is null; the message is its name
     * @throws IllegalArgumentException if the array is closed, has another rank, no element or another type
     */
    public static int requireMatrix(String name, INDArray array) {
        Objects.requireNonNull(array, name);
        if (!array.wasClosed() && (array.isEmpty() || array.rank() != 2)) {
            throw new IllegalArgumentException(name + " has the shape " + Arrays.toString(array.shape())
                    + ": must be [n, width], both at least 1");
        }
        require(name, array, array.wasClosed() ? 1 : array.size(1));
        return Math.toIntExact(array.size(1));
    }

    /** Checks an array as {@link #requireMatrix} does, and also that kernels read it without conversion. */
    public static int requireExactMatrix(String name, INDArray array) {
        int width = requireMatrix(name, array);
        requireExact(name, array, width);
        return width;
    }

    /** Checks an array as {@link #requireExact(String, INDArray, long)} does, and also its number of rows. */
    public static void requireExact(String name, INDArray array, long width, long rows) {
        requireExact(name, array, width);
        if (array.size(0) != rows) {
            throw new IllegalArgumentException(
                    name + " has " + array.size(0) + " rows: must have " + rows + ", as many as the last forward pass");
        }
    }

    /** Checks an array for output. Its rows from {@code firstRow} on are written. */
    public static void requireTarget(INDArray target, long firstRow, long rows, long width) {
        requireExact("target", target, width);
        if (firstRow < 0 || firstRow > target.size(0) - rows) {
            throw new IllegalArgumentException("target has " + target.size(0) + " rows: must have room for " + rows
                    + " from row " + firstRow + " on");
        }
    }

    /** The rows: the caller's array, or a copy that {@link #close()} frees. */
    public INDArray array() {
        return array;
    }

    /** Frees the copy, if there is one. */
    @Override
    public void close() {
        if (copied) {
            array.close();
        }
    }
}
