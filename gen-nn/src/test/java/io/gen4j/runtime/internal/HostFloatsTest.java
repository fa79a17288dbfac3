package io.gen4j.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.runtime.HostMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Pieces land where {@link HostMemory} puts them, in arrays that begin within another and in those that are no floats. */
class HostFloatsTest {

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void readsAndWritesAView(DataType type) {
        INDArray all = Nd4j.arange(30).castTo(type).reshape(5, 6);
        INDArray rows = all.get(NDArrayIndex.interval(2, 4), NDArrayIndex.all());
        HostFloats floats = HostFloats.of(rows);

        float[] piece = {-1, -1, -1, -1};
        floats.read(4, piece, 3);
        assertArrayEquals(new float[] {16, 17, 18, -1}, piece);

        floats.write(new float[] {7, 8, 9}, 5, 2);
        assertEquals(7, all.getDouble(2, 5));
        assertEquals(8, all.getDouble(3, 0));
        assertEquals(19, all.getDouble(3, 1));
        assertEquals(16, all.getDouble(2, 4));
    }

    @Test
    void doesNotLeaveTheMemory() {
        HostFloats floats = HostFloats.of(Nd4j.create(DataType.FLOAT, 10));
        assertThrows(IndexOutOfBoundsException.class, () -> floats.read(8, new float[3], 3));
        assertThrows(IndexOutOfBoundsException.class, () -> floats.write(new float[3], 8, 3));
    }
}
