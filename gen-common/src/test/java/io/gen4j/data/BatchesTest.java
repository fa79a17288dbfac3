package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.data.Batches.LastBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private static final int COUNT = 23;

    @Test
    void givesEveryImageOnceAnEpochInAnOrderOfItsOwn() {
        Batches batches = batches(5, LastBatch.KEEP, 1);
        List<Integer> first = labels(batches, 0, 0);
        assertEquals(
                IntStream.range(0, COUNT).boxed().toList(),
                first.stream().sorted().toList());
        assertEquals(first, labels(batches(5, LastBatch.KEEP, 1), 0, 0));
        assertNotEquals(first, labels(batches, 1, 0));
        assertNotEquals(first, labels(batches(5, LastBatch.KEEP, 2), 0, 0));
    }

    @Test
    void dropsTheShortLastBatchIfAsked() {
        assertEquals(5, batches(5, LastBatch.KEEP, 1).perEpoch());
        assertEquals(4, batches(5, LastBatch.DROP, 1).perEpoch());
        assertEquals(20, labels(batches(5, LastBatch.DROP, 1), 3, 0).size());
        assertThrows(IllegalArgumentException.class, () -> batches(24, LastBatch.DROP, 1));
    }

    @Test
    void goesOnInTheMiddleOfAnEpoch() {
        Batches batches = batches(5, LastBatch.KEEP, 1);
        List<Integer> whole = labels(batches, 2, 0);
        assertEquals(whole.subList(15, COUNT), labels(batches, 2, 3));
        assertEquals(List.of(), labels(batches, 2, 5));
    }

    @Test
    void turnsBytesIntoNumbersOfTheRange() {
        Batch batch = batches(5, LastBatch.KEEP, 1).of(22, 0);
        assertArrayEquals(
                new float[] {22 / 255f, 1f, 0f, 0f, 1f, 0f},
                batch.images().data().asFloat(),
                1e-6f);
        Batch signed = new Batches(data(), 5, PixelRange.SIGNED, 1, LastBatch.KEEP).of(0);
        assertArrayEquals(new float[] {-1f, 1f, -1f}, signed.images().data().asFloat(), 1e-6f);
    }

    @Test
    void mayBeClosedInTheMiddle() {
        BatchIterator epoch = batches(2, LastBatch.KEEP, 1).epoch(0, 0);
        epoch.next();
        epoch.close();
        assertFalse(epoch.hasNext());
        assertThrows(IllegalStateException.class, epoch::next);
    }

    private static List<Integer> labels(Batches batches, int epoch, int first) {
        List<Integer> labels = new ArrayList<>();
        try (BatchIterator images = batches.epoch(epoch, first)) {
            while (images.hasNext()) {
                Batch batch = images.next();
                for (int i = 0; i < batch.size(); i++) {
                    assertEquals(batch.labels()[i], Math.round(batch.images().getFloat(i, 0) * 255));
                    labels.add(batch.labels()[i]);
                }
            }
        }
        return labels;
    }

    private static Batches batches(int size, LastBatch last, long seed) {
        return new Batches(data(), size, PixelRange.UNIT, seed, last);
    }

    /** Image i has the label i and the pixels i, 255 and 0. */
    private static ImageDataset data() {
        byte[] pixels = new byte[3 * COUNT];
        for (int i = 0; i < COUNT; i++) {
            pixels[3 * i] = (byte) i;
            pixels[3 * i + 1] = (byte) 255;
        }
        return ImageDataset.of(
                "numbers",
                new ImageShape(1, 1, 3),
                pixels,
                IntStream.range(0, COUNT).toArray(),
                IntStream.range(0, COUNT).mapToObj(Integer::toString).toList());
    }
}
