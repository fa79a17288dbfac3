package io.gen4j.runtime;

import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Copies floats between Java arrays and ND4J arrays in one call. Use it in code that works on Java arrays.
 *
 * <p>Elements are numbered by their position in memory, for any order of the array. The array must have no gaps.
 */
public final class HostMemory {

    private HostMemory() {}

    /** Whether ND4J arrays lie in this process's memory. Copies are then cheap. */
    public static boolean isLocal() {
        return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
    }

    /** Whether an array is row by row in memory: in 'c' order without gaps. Dimensions of size 1 do not matter. */
    public static boolean isRowMajor(INDArray array) {
        long stride = 1;
        for (int i = array.rank() - 1; i >= 0; i--) {
            if (array.size(i) != 1) {
                if (array.stride(i) != stride) {
                    return false;
                }
                stride *= array.size(i);
            }
        }
        return true;
    }

    /**
     * Copies the first {@code length} floats of {@code source} to {@code target}, from element {@code offset} on.
     *
     * @throws IndexOutOfBoundsException if an array lacks these elements
     * @throws IllegalArgumentException if an ND4J array has gaps, as a column of a matrix has
     * @throws IllegalStateException if an ND4J array is closed. The other methods throw these exceptions too
     */
    public static void write(float[] source, INDArray target, long offset, int length) {
        write(source, 0, target, offset, length);
    }

    /** Copies floats as {@link #write(float[], INDArray, long, int)} does, from {@code sourceOffset} on. */
    public static void write(float[] source, int sourceOffset, INDArray target, long offset, int length) {
        requireElements("target", target, offset, length);
        Objects.requireNonNull(source, "source");
        requireRange("source", sourceOffset, length, source.length);
        if (isLocal() && target.dataType() == DataType.FLOAT) {
            at(target, offset).put(source, sourceOffset, length);
        } else {
            flat(target, offset, length).assign(Nd4j.createFromArray(source).get(interval(sourceOffset, length)));
        }
    }

    /** Copies {@code length} elements of {@code source}, from {@code offset} on, to the start of {@code target}. */
    public static void read(INDArray source, long offset, float[] target, int length) {
        read(source, offset, target, 0, length);
    }

    /** Copies elements as {@link #read(INDArray, long, float[], int)} does, to {@code targetOffset} on. */
    public static void read(INDArray source, long offset, float[] target, int targetOffset, int length) {
        requireElements("source", source, offset, length);
        Objects.requireNonNull(target, "target");
        requireRange("target", targetOffset, length, target.length);
        if (isLocal() && source.dataType() == DataType.FLOAT) {
            at(source, offset).get(target, targetOffset, length);
        } else {
            System.arraycopy(flat(source, offset, length).toFloatVector(), 0, target, targetOffset, length);
        }
    }

    /**
     * Copies {@code length} elements of {@code source}, from {@code offset} on, to {@code target}, from {@code
     * targetOffset} on.
     */
    public static void copy(INDArray source, long offset, INDArray target, long targetOffset, int length) {
        requireElements("source", source, offset, length);
        requireElements("target", target, targetOffset, length);
        if (isLocal() && source.dataType() == DataType.FLOAT && target.dataType() == DataType.FLOAT) {
            FloatPointer from = at(source, offset);
            at(target, targetOffset).put(from.limit(from.position() + length));
        } else {
            flat(target, targetOffset, length).assign(flat(source, offset, length));
        }
    }

    /**
     * Whether {@code length} elements of two arrays are equal bit by bit, each from its offset on. Only for the CPU
     * backend.
     */
    public static boolean isEqual(INDArray a, long offsetA, INDArray b, long offsetB, int length) {
        requireElements("a", a, offsetA, length);
        requireElements("b", b, offsetB, length);
        requireFloats("a", a);
        requireFloats("b", b);
        return Pointer.memcmp(bytesAt(a, offsetA), bytesAt(b, offsetB), (long) length * Float.BYTES) == 0;
    }

    /** The address of an element as {@link #at} gives it, for functions that count positions in bytes. */
    private static Pointer bytesAt(INDArray array, long offset) {
        return new BytePointer(array.data().pointer()).position((array.offset() + offset) * Float.BYTES);
    }

    /**
     * Returns the address of an element of a float array.
     *
     * @throws IllegalStateException if the array is closed
     * @throws IllegalArgumentException if it has another type
     * @throws IndexOutOfBoundsException if it lacks the element
     */
    public static FloatPointer at(INDArray array, long offset) {
        Objects.requireNonNull(array, "array");
        if (array.wasClosed()) {
            throw new IllegalStateException("the array is closed");
        }
        requireFloats("array", array);
        if (array.isEmpty()) {
            throw new IllegalArgumentException("the array is empty: it has no address");
        }
        requireRange("array", offset, 0, array.length());
        return addressOf(array, offset);
    }

    private static FloatPointer addressOf(INDArray array, long offset) {
        FloatPointer start = (FloatPointer) array.data().pointer();
        return new FloatPointer(start).position(array.offset() + offset);
    }

    private static void requireFloats(String name, INDArray array) {
        if (array.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException(
                    name + " has the type " + array.dataType() + ": must be FLOAT; convert it with castTo");
        }
    }

    /** Checks that the array has these elements. Memory beyond an array may belong to other data, or to no process. */
    private static void requireElements(String name, INDArray array, long offset, int length) {
        Objects.requireNonNull(array, name);
        if (array.wasClosed()) {
            throw new IllegalStateException(name + " is a closed array: close it after its last use");
        }
        requireRange(name, offset, length, array.length());
        long span = 1;
        for (int i = 0; i < array.rank(); i++) {
            span += (array.size(i) - 1) * array.stride(i);
        }
        if (span != array.length()) {
            throw new IllegalArgumentException(name + " has the shape " + Arrays.toString(array.shape())
                    + " and the strides " + Arrays.toString(array.stride())
                    + ": must lie in memory without gaps; copy it with dup");
        }
    }

    private static void requireRange(String name, long offset, int length, long available) {
        if (offset < 0 || length < 0 || offset > available - length) {
            throw new IndexOutOfBoundsException(name + " has " + available + " elements: a length of " + length
                    + " from offset " + offset + " on lies outside");
        }
    }

    private static INDArray flat(INDArray array, long offset, int length) {
        return Nd4j.create(array.data(), new long[] {array.length()}, new long[] {1}, array.offset(), array.ordering())
                .get(interval(offset, length));
    }

    private static INDArrayIndex interval(long offset, int length) {
        return NDArrayIndex.interval(offset, offset + length);
    }
}
