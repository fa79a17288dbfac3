package io.gen4j.runtime.internal;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays that are written anew for each batch: one per number of rows, so that a smaller last batch keeps the others. */
public final class ArraysBySize implements AutoCloseable {

    private final Map<Long, INDArray> arrays = new HashMap<>();

    /** The array of so many rows, of zeros at first. The width is the same in every call. */
    public INDArray get(long rows, long width) {
        return arrays.computeIfAbsent(rows, size -> NativeArrays.zeros(size, width));
    }

    @Override
    public void close() {
        arrays.values().forEach(INDArray::close);
        arrays.clear();
    }
}
