package io.gen4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class HostMemoryTest {

    private final INDArray array = Nd4j.zeros(DataType.FLOAT, 3, 4);
    private final float[] floats = new float[20];

    @Test
    void copiesNothingFromOutsideAnArray() {
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.read(array, 0, floats, 13));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.read(array, 12, floats, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.read(array, -1, floats, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.write(floats, array, 10, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.write(floats, 0, array, 0, -1));
        INDArray other = Nd4j.zeros(DataType.FLOAT, 2, 2);
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.copy(array, 0, other, 0, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.copy(other, 0, array, 9, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.isEqual(array, 0, other, 0, 5));
        HostMemory.read(array, 0, floats, 12);
        HostMemory.copy(other, 0, array, 8, 4);
    }

    @Test
    void refusesAnArrayThatIsClosed() {
        INDArray closed = Nd4j.zeros(DataType.FLOAT, 2, 2);
        closed.close();
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> HostMemory.read(closed, 0, floats, 4));
        assertEquals("source is a closed array: close it after its last use", e.getMessage());
        assertThrows(IllegalStateException.class, () -> HostMemory.at(closed, 0));
    }

    /** JavaCPP checks neither the Java array nor the address. */
    @Test
    void copiesNothingFromOutsideAJavaArray() {
        INDArray large = Nd4j.zeros(DataType.FLOAT, 100, 100);
        float[] two = new float[2];
        IndexOutOfBoundsException e =
                assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.write(two, large, 0, 10_000));
        assertEquals("source has 2 elements: a length of 10000 from offset 0 on lies outside", e.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.write(two, 1, large, 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.write(two, -1, large, 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.write(two, Integer.MAX_VALUE, large, 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.read(large, 0, two, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.read(large, 0, two, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.read(large, 0, two, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.at(large, 10_001));
        assertThrows(IndexOutOfBoundsException.class, () -> HostMemory.at(large, -1));
        HostMemory.write(two, 1, large, 9_999, 1);
    }

    @Test
    void refusesArraysWithGapsAndOtherTypes() {
        INDArray column = Nd4j.rand(DataType.FLOAT, 3, 4).getColumn(1);
        assertThrows(IllegalArgumentException.class, () -> HostMemory.read(column, 0, floats, 3));
        assertThrows(IllegalArgumentException.class, () -> HostMemory.write(floats, column, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> HostMemory.copy(column, 0, array, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> HostMemory.isEqual(array, 0, column, 0, 3));
        INDArray doubles = Nd4j.zeros(DataType.DOUBLE, 3, 4);
        assertThrows(IllegalArgumentException.class, () -> HostMemory.at(doubles, 0));
        assertThrows(IllegalArgumentException.class, () -> HostMemory.isEqual(doubles, 0, array, 0, 4));
        HostMemory.read(array.dup('f'), 0, floats, 12);
        HostMemory.read(array.transpose(), 0, floats, 12);
    }

    @Test
    void rowsThatLieOneAfterTheOtherAreToldFromOthers() {
        assertTrue(HostMemory.isRowMajor(array));
        assertTrue(HostMemory.isRowMajor(array.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all())));
        assertFalse(HostMemory.isRowMajor(array.transpose()));
        assertFalse(HostMemory.isRowMajor(array.dup('f')));
        assertFalse(HostMemory.isRowMajor(array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2))));
        assertFalse(HostMemory.isRowMajor(array.getColumn(1, true)));
        assertFalse(HostMemory.isRowMajor(Nd4j.ones(DataType.FLOAT, 1, 4)
                .broadcast(Nd4j.create(DataType.FLOAT, 3, 4))
                .transpose()));
    }

    /** ND4J calls such an array one of 'c' order, of 'f' order, or gives it strides of its own. */
    @Test
    void aDimensionOfSizeOneHasNoOrder() {
        for (char order : new char[] {'c', 'f'}) {
            for (long[] shape : new long[][] {{5, 1}, {1, 5}, {1, 1}, {5, 1, 1}, {1, 5, 1}}) {
                assertTrue(HostMemory.isRowMajor(Nd4j.create(DataType.FLOAT, shape, order)));
            }
        }
        assertTrue(HostMemory.isRowMajor(array.getRow(1, true)));
    }
}
