package io.gen4j.data;

import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.Batches.LastBatch;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class BatchesTest {

    private final ImageDataset data = NumberedImages.of(100);

    @Test
    void theOrderFollowsFromTheSeedAndTheEpoch() {
        int[] order = unit(10, 42).order(3);
        assertArrayEquals(order, unit(10, 42).order(3));
        assertArrayEquals(order, unit(7, 42).order(3), "the batch size does not matter");
        assertFalse(Arrays.equals(order, unit(10, 43).order(3)), "another seed, another order");
        assertFalse(Arrays.equals(order, unit(10, 42).order(4)), "another epoch, another order");
    }

    @Test
    void anOrderHasEveryImageOnce() {
        int[] order = unit(10, 42).order(0);
        assertArrayEquals(
                IntStream.range(0, 100).toArray(), IntStream.of(order).sorted().toArray());
    }

    @ParameterizedTest
    @CsvSource({"10, KEEP, 10", "10, DROP, 10", "30, KEEP, 4", "30, DROP, 3", "100, DROP, 1", "101, KEEP, 1"})
    void countsTheBatchesOfAnEpoch(int batchSize, LastBatch last, int expected) {
        assertEquals(expected, new Batches(data, batchSize, PixelRange.UNIT, 0, last).perEpoch());
    }

    @Test
    void givesTheImagesAskedFor() {
        Batch batch = unit(10, 0).of(99, 0, 1, 0);
        assertEquals(4, batch.size());
        assertArrayEquals(new int[] {99, 0, 1, 0}, NumberedImages.numbers(batch.images()));
        assertArrayEquals(new int[] {0, 0, 1, 0}, batch.labels());
        assertArrayEquals(new long[] {4, 2}, batch.images().shape());
        assertEquals(DataType.FLOAT, batch.images().dataType());
        assertEquals('c', batch.images().ordering());
    }

    @Test
    void givesTheFirstImagesAsFarAsThereAreSome() {
        assertArrayEquals(
                new int[] {0, 1, 2}, NumberedImages.numbers(unit(10, 0).first(3).images()));
        assertEquals(100, unit(10, 0).first(1000).size());
    }

    @ParameterizedTest
    @CsvSource({"UNIT, 0, 1, 0.2", "SIGNED, -1, 1, -0.6"})
    void writesPixelsInTheRangeAskedFor(PixelRange range, float black, float white, float pixel51) {
        Batches batches = new Batches(NumberedImages.of(256), 10, range, 0, LastBatch.KEEP);
        INDArray images = batches.of(0, 51, 255).images();
        assertEquals(black, images.getFloat(0, 0));
        assertEquals(white, images.getFloat(0, 1));
        assertEquals(pixel51, images.getFloat(1, 0), 1e-6f);
        assertEquals(white, images.getFloat(2, 0));
        assertEquals(black, images.getFloat(2, 1));
        INDArray all = batches.first(256).images();
        assertEquals(black, all.minNumber().floatValue());
        assertEquals(white, all.maxNumber().floatValue());
    }

    @Test
    void hasNoLabelsWhereTheDataHasNone() {
        Batches batches = new Batches(NumberedImages.unlabelled(5), 2, PixelRange.UNIT, 0, LastBatch.KEEP);
        assertEquals(0, batches.of(1, 2).labels().length);
    }

    @Test
    void closingABatchFreesImagesOfItsOwnAlone() {
        Batch own = unit(10, 0).of(1, 2);
        INDArray images = own.images();
        assertEquals("a batch of 2 images with labels", own.toString());
        own.close();
        own.close();
        assertTrue(images.wasClosed());
        try (BatchIterator epoch = unit(10, 0).epoch(1, 0)) {
            Batch borrowed = epoch.next();
            borrowed.close();
            assertFalse(borrowed.images().wasClosed(), "they belong to the iterator");
        }
    }

    @Test
    void refusesWhatLiesOutsideItsRange() {
        assertFails(IllegalArgumentException.class, () -> unit(0, 0), "batch size is 0", "at least 1");
        assertFails(
                IllegalArgumentException.class,
                () -> new Batches(data, 101, PixelRange.UNIT, 0, LastBatch.DROP),
                "batch size is 101",
                "at most 100",
                "numbered");
        Batches batches = unit(10, 0);
        assertFails(IllegalArgumentException.class, batches::of, "at least one image");
        assertThrows(IndexOutOfBoundsException.class, () -> batches.of(100));
        assertFails(IllegalArgumentException.class, () -> batches.epoch(-1, 0), "epoch is -1");
        assertThrows(IndexOutOfBoundsException.class, () -> batches.epoch(0, 11));
        assertThrows(IndexOutOfBoundsException.class, () -> batches.epoch(0, -1));
    }

    private Batches unit(int batchSize, long seed) {
        return new Batches(data, batchSize, PixelRange.UNIT, seed, LastBatch.KEEP);
    }
}
