package io.gen4j.nn.device.internal;

import io.gen4j.runtime.internal.NativeArrays;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Allocates the arrays of programs, and frees them together. */
public final class DeviceArrays implements AutoCloseable {

    private final List<INDArray> arrays = new ArrayList<>();
    private final Map<Float, INDArray> scalars = new HashMap<>();

    /** An array of zeros in C order. */
    public INDArray zeros(long... shape) {
        return keep(NativeArrays.zeros(shape));
    }

    /** An array of one number in C order. */
    @SuppressWarnings("try") // closing is all that the scope is for
    public INDArray filled(double value, long... shape) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return keep(Nd4j.valueArrayOf(shape, value, DataType.FLOAT));
        }
    }

    /** A constant, of no dimension. It crosses to the device once, and is then an operand like any other. */
    @SuppressWarnings("try")
    public INDArray scalar(double value) {
        return scalars.computeIfAbsent((float) value, number -> {
            try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
                return keep(Nd4j.scalar(DataType.FLOAT, number));
            }
        });
    }

    /** Frees an array with the others. */
    public INDArray keep(INDArray array) {
        arrays.add(array);
        return array;
    }

    /** A view of some consecutive elements of an array without gaps. */
    public static INDArray part(INDArray array, long offset, long... shape) {
        return Nd4j.create(array.data(), shape, Nd4j.getStrides(shape, 'c'), array.offset() + offset, 'c');
    }

    /** A view of some columns of a matrix. */
    public static INDArray columns(INDArray matrix, long from, long to) {
        return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    /** A view of an array without gaps as another shape. */
    public static INDArray as(INDArray array, long... shape) {
        return part(array, 0, shape);
    }

    /** A view of one element, of no dimension. */
    public static INDArray element(INDArray array, long index) {
        return Nd4j.create(array.data(), new long[0], new long[0], array.offset() + index, 'c');
    }

    @Override
    public void close() {
        arrays.stream().filter(array -> !array.wasClosed()).forEach(INDArray::close);
        arrays.clear();
        scalars.clear();
    }
}
