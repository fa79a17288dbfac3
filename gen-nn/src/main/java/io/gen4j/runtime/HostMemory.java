package io.gen4j.runtime;

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
 * Copies floats between Java arrays and ND4J arrays in one call. Element i of an array is the i-th in its memory, whatever
 * its order, so the array must have no gaps.
 */
public final class HostMemory {

    private HostMemory() {}

    /** Whether ND4J arrays lie in the memory of this process, where copies are cheap. */
    public static boolean isLocal() {
        return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
    }

    /** Whether the rows of an array lie one after the other, in 'c' order and without gaps. Dimensions of size 1 do not matter. */
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
     * Copies {@code length} floats of {@code source} from its start into {@code target}'s elements from {@code offset}.
     *
     * @throws IndexOutOfBoundsException if the array does not have these elements; so for the other methods
     */
    public static void write(float[] source, INDArray target, long offset, int length) {
        write(source, 0, target, offset, length);
    }

    /** As {@link #write(float[], INDArray, long, int)}, from {@code sourceOffset} on. */
    public static void write(float[] source, int sourceOffset, INDArray target, long offset, int length) {
        requireElements(target, offset, length);
        if (isLocal() && target.dataType() == DataType.FLOAT) {
            at(target, offset).put(source, sourceOffset, length);
        } else {
            flat(target, offset, length).assign(Nd4j.createFromArray(source).get(interval(sourceOffset, length)));
        }
    }

    /** Copies {@code length} of {@code source}'s elements from {@code offset} on to the start of {@code target}. */
    public static void read(INDArray source, long offset, float[] target, int length) {
        read(source, offset, target, 0, length);
    }

    /** As {@link #read(INDArray, long, float[], int)}, to {@code targetOffset} on. */
    public static void read(INDArray source, long offset, float[] target, int targetOffset, int length) {
        requireElements(source, offset, length);
        if (isLocal() && source.dataType() == DataType.FLOAT) {
            at(source, offset).get(target, targetOffset, length);
        } else {
            System.arraycopy(flat(source, offset, length).toFloatVector(), 0, target, targetOffset, length);
        }
    }

    /** Copies {@code length} elements of {@code source} from {@code offset} on to {@code target} from {@code targetOffset} on. */
    public static void copy(INDArray source, long offset, INDArray target, long targetOffset, int length) {
        requireElements(source, offset, length);
        requireElements(target, targetOffset, length);
        if (isLocal() && source.dataType() == DataType.FLOAT && target.dataType() == DataType.FLOAT) {
            FloatPointer from = at(source, offset);
            at(target, targetOffset).put(from.limit(from.position() + length));
        } else {
            flat(target, targetOffset, length).assign(flat(source, offset, length));
        }
    }

    /** Whether {@code length} elements of two arrays, each from its offset on, are the same bit by bit; on the CPU alone. */
    public static boolean isEqual(INDArray a, long offsetA, INDArray b, long offsetB, int length) {
        requireElements(a, offsetA, length);
        requireElements(b, offsetB, length);
        return Pointer.memcmp(bytesAt(a, offsetA), bytesAt(b, offsetB), (long) length * Float.BYTES) == 0;
    }

    /** As {@link #at}, for functions that take every position for one of bytes. */
    private static Pointer bytesAt(INDArray array, long offset) {
        return new BytePointer(array.data().pointer()).position((array.offset() + offset) * Float.BYTES);
    }

    /**
     * The address of an element.
     *
     * @throws IllegalStateException if the array is closed
     */
    public static FloatPointer at(INDArray array, long offset) {
        if (array.wasClosed()) {
            throw new IllegalStateException("the array is closed");
        }
        FloatPointer start = (FloatPointer) array.data().pointer();
        return new FloatPointer(start).position(array.offset() + offset);
    }

    /** What lies beyond an array is not its own, and may not be this process's. */
    private static void requireElements(INDArray array, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length());
    }

    private static INDArray flat(INDArray array, long offset, int length) {
        return Nd4j.create(array.data(), new long[] {array.length()}, new long[] {1}, array.offset(), array.ordering())
                .get(interval(offset, length));
    }

    private static INDArrayIndex interval(long offset, int length) {
        return NDArrayIndex.interval(offset, offset + length);
    }
}
