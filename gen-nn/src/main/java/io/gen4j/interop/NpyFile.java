package io.gen4j.interop;

import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.HostMemory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads and writes NumPy's array files. Use it to exchange arrays with Python. It writes like {@code numpy.save}: version
 * 1.0, single precision, little endian, rows first. It reads every real number type, byte order and memory order. See
 * {@link NpyArray} for arrays that do not fit in memory.
 */
public final class NpyFile {

    /** The most numbers that are read or written as one array in memory: 2^31 - 9, the length that a Java array can have. */
    public static final int MAX_VALUES = Integer.MAX_VALUE - 8;

    private static final int PIECE = 1 << 20;

    private NpyFile() {}

    /** Gives an array's numbers piece by piece, so that it need not fit in memory. */
    @FunctionalInterface
    public interface Pieces {
        /** Hands over all numbers, rows first, in arrays of any shape. */
        void writeTo(Sink sink) throws IOException;
    }

    /** Takes the pieces of an array. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the next numbers; the array stays the caller's. */
        void append(INDArray piece) throws IOException;
    }

    /**
     * Writes an array as single-precision numbers, with its shape. Replaces an existing file.
     *
     * @throws IllegalArgumentException if it has more numbers than {@link #MAX_VALUES} or none, or is closed
     */
    public static void write(Path file, INDArray array) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(array, "array");
        if (array.wasClosed()) {
            throw new IllegalArgumentException("the array is closed: close it after its last use");
        }
        if (array.length() > MAX_VALUES || array.length() < 1) {
            throw new IllegalArgumentException("the array has " + array.length() + " numbers: must be 1 to "
                    + MAX_VALUES + "; write it in pieces");
        }
        write(file, array.rank() == 0 ? new long[] {1} : array.shape(), sink -> sink.append(array));
    }

    /**
     * Writes an array of any size, piece by piece. Replaces an existing file.
     *
     * @param shape each dimension at least 1
     * @throws IllegalArgumentException if the shape has no dimension, one below 1, or too many numbers
     * @throws IllegalStateException if the pieces have fewer or more numbers than the shape asks for
     */
    public static void write(Path file, long[] shape, Pieces pieces) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(shape, "shape");
        long expected = count(shape);
        byte[] header = NpyHeader.ofFloats(shape);
        AtomicFile.replace(file, out -> {
            out.write(header);
            long[] written = {0};
            pieces.writeTo(piece -> {
                append(piece, out);
                written[0] += piece.length();
            });
            if (written[0] != expected) {
                throw new IllegalStateException(file + " got " + written[0] + " numbers: must be " + expected);
            }
        });
    }

    private static long count(long[] shape) {
        long count = shape.length == 0 ? 0 : 1;
        for (long dimension : shape) {
            if (dimension < 1 || count > Long.MAX_VALUE / Float.BYTES / dimension) {
                count = 0;
                break;
            }
            count *= dimension;
        }
        if (count == 0) {
            throw new IllegalArgumentException("the shape is " + Arrays.toString(shape)
                    + ": must have a dimension, each at least 1, and a product below 2^61");
        }
        return count;
    }

    private static void append(INDArray piece, OutputStream out) throws IOException {
        int length = (int) Math.min(PIECE, piece.length());
        float[] values = new float[length];
        ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (INDArray ordered = piece.castTo(DataType.FLOAT).dup('c')) {
            for (long offset = 0; offset < piece.length(); offset += length) {
                int count = (int) Math.min(length, piece.length() - offset);
                HostMemory.read(ordered, offset, values, count);
                bytes.asFloatBuffer().put(values, 0, count);
                out.write(bytes.array(), 0, count * Float.BYTES);
            }
        }
    }

    /**
     * Reads the array of an {@code .npy} file, or of an {@code .npz} archive that has one alone.
     *
     * @return float, 'c' order
     * @throws InvalidDataException if the file is neither, truncated, has numbers that are not read, more of them than
     *     {@link #MAX_VALUES}, or several arrays
     */
    public static INDArray read(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return single(file).read();
    }

    /**
     * The array of an {@code .npy} file, or of an {@code .npz} archive that has one alone; its numbers are not read yet.
     *
     * @throws InvalidDataException if the file is neither, or has several arrays
     */
    public static NpyArray single(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        List<NpyArray> arrays = NpyArray.in(file);
        if (arrays.size() > 1) {
            throw new InvalidDataException(file + " has " + arrays.size() + " arrays, "
                    + String.join(
                            ", ", arrays.stream().limit(5).map(NpyArray::key).toList())
                    + ": expected one; save the one that you mean by itself");
        }
        return arrays.get(0);
    }
}
