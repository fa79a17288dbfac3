package io.gen4j.data.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.Transfer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class DeviceFeedTest {

    private static final int SIZE = 4;

    /** The held dataset is smaller than the other one, so that wrong indices would lie beyond its end. */
    @Test
    void batchesOfAnotherDatasetAreNotReadFromTheHeldOne() {
        Batches held = batches(SyntheticDigits.draw(SIZE, 1));
        Batches other = batches(SyntheticDigits.draw(40, 2));
        try (DeviceFeed feed = new DeviceFeed(PixelRange.SIGNED);
                DeviceArrays arrays = new DeviceArrays()) {
            INDArray images = arrays.zeros(SIZE, held.data().shape().size());
            DeviceFeed.Input input = feed.into(images, arrays);
            assertTrue(feed.hold(held));
            assertFalse(feed.hold(other));
            for (Batches batches : new Batches[] {held, other, held}) {
                try (BatchIterator epoch = batches.named(1, 0);
                        Batch batch = epoch.next()) {
                    input.bring(batch);
                    assertArrayEquals(Transfer.download(batch.images()), Transfer.download(images), 1e-6f);
                }
            }
        }
    }

    private static Batches batches(ImageDataset images) {
        return new Batches(images, SIZE, PixelRange.SIGNED, 1, Batches.LastBatch.KEEP);
    }
}
