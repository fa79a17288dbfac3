package io.gen4j.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Lengths around the size of a block, and enough numbers for several threads. */
class RangeScanTest {

    private static final float[] BAD = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, 1.03f, -0.03f
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 2047, 2048, 2049, 32_769, 100_352})
    void findsTheFirstNumberBeyondTheRangeWhereverItIs(int length) {
        try (INDArray array = Nd4j.rand(DataType.FLOAT, 1, length)) {
            assertEquals(-1, RangeScan.firstBeyond(array, 0.5f, 0.52f));
            for (int place : new int[] {0, 1, 2047, 2048, length / 2 - 1, length / 2, length - 1}) {
                for (float bad : BAD) {
                    requireFound(array, place, bad);
                }
            }
        }
    }

    private static void requireFound(INDArray array, int place, float bad) {
        if (place < 0 || place >= array.length()) {
            return;
        }
        float good = array.getFloat(place);
        float last = array.getFloat(array.length() - 1);
        array.putScalar(array.length() - 1, Float.NaN);
        array.putScalar(place, bad);
        assertEquals(place, RangeScan.firstBeyond(array, 0.5f, 0.52f), bad + " at " + place);
        array.putScalar(array.length() - 1, last);
        array.putScalar(place, good);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5000, 100_352})
    void largestFloatsAreFinite(int length) {
        try (INDArray array = Nd4j.valueArrayOf(new long[] {1, length}, Float.MAX_VALUE, DataType.FLOAT)) {
            array.putScalar(0, -Float.MAX_VALUE);
            assertTrue(RangeScan.isFinite(array));
            array.putScalar(length - 1, Float.NaN);
            assertFalse(RangeScan.isFinite(array));
        }
    }
}
