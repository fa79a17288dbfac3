package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PixelRangeTest {

    @Test
    void goesFromBlackToWhite() {
        assertEquals(0f, PixelRange.UNIT.toValue((byte) 0));
        assertEquals(1f, PixelRange.UNIT.toValue((byte) 255));
        assertEquals(-1f, PixelRange.SIGNED.toValue((byte) 0));
        assertEquals(1f, PixelRange.SIGNED.toValue((byte) 255));
    }

    @ParameterizedTest
    @EnumSource
    void everyPixelComesBackAndBrighterIsMore(PixelRange range) {
        for (int pixel = 0; pixel < 256; pixel++) {
            float value = range.toValue((byte) pixel);
            assertEquals((byte) pixel, range.toPixel(value));
            assertTrue(pixel == 0 || value > range.toValue((byte) (pixel - 1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void numbersOutsideTheRangeAreClamped(PixelRange range) {
        assertEquals(0, range.toPixel(-1.5f));
        assertEquals(0, range.toPixel(Float.NEGATIVE_INFINITY));
        assertEquals((byte) 255, range.toPixel(1.5f));
        assertEquals((byte) 255, range.toPixel(Float.POSITIVE_INFINITY));
        assertEquals(0, range.toPixel(Float.NaN));
    }

    @Test
    void signedImagesBecomeUnitOnes() {
        INDArray images = Nd4j.createFromArray(new float[][] {{-1, 0, 1}});
        assertArrayEquals(
                new float[] {0, 0.5f, 1}, PixelRange.SIGNED.toUnit(images).toFloatVector());
        assertArrayEquals(new float[] {-1, 0, 1}, PixelRange.UNIT.toUnit(images).toFloatVector());
    }
}
