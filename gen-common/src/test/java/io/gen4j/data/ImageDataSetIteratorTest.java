package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gen4j.data.Batches.LastBatch;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class ImageDataSetIteratorTest {

    @Test
    void givesImagesAndOneHotLabels() {
        ImageDataset digits = SyntheticDigits.draw(30, 1);
        ImageDataSetIterator iterator =
                new ImageDataSetIterator(new Batches(digits, 20, PixelRange.UNIT, 1, LastBatch.KEEP));
        DataSet first = iterator.next();
        assertArrayEquals(new long[] {20, 784}, first.getFeatures().shape());
        assertArrayEquals(new long[] {20, 10}, first.getLabels().shape());
        assertEquals(20.0, first.getLabels().sumNumber().doubleValue());
        assertEquals(10, iterator.next().numExamples());
        assertFalse(iterator.hasNext());
    }
}
