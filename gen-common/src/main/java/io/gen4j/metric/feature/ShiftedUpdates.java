package io.gen4j.metric.feature;

import io.gen4j.MetricProgress;
import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.CanvasDataset;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.random.RandomStreams;

/**
 * Updates on batches of images that are shifted a little, anew in each epoch. The learning rate falls to 0 along a line.
 *
 * @param canvas the shape that the images are brought to
 * @param batchSize images in one update, at least 2; fewer if there are not as many
 * @param shift pixels that an image is moved by along each axis, at most; 0 or more
 * @param seed of the order and the shifts
 */
record ShiftedUpdates(ImageDataset data, ImageShape canvas, int batchSize, int shift, long seed) {

    /** One update of the weights. */
    @FunctionalInterface
    interface Update {
        /** @param rate the share of the learning rate, from 1 down to 0 */
        void run(Batch batch, double rate);
    }

    /**
     * Makes a number of updates.
     *
     * @param updates at least 1
     * @param stage named to {@code progress}
     */
    void run(int updates, String stage, MetricProgress progress, Update update) {
        int done = 0;
        for (int epoch = 0; done < updates; epoch++) {
            try (BatchIterator batches = batches(epoch).epoch(epoch, 0)) {
                for (; batches.hasNext() && done < updates; done++) {
                    progress.reached(stage, (double) done / updates);
                    update.run(batches.next(), 1 - (double) done / updates);
                }
            }
        }
        progress.reached(stage, 1);
    }

    private Batches batches(int epoch) {
        ImageDataset shifted = new CanvasDataset(data, canvas, shift, new RandomStreams(seed + epoch));
        // A batch of one image would have no variance to normalise by.
        return new Batches(shifted, Math.min(batchSize, data.size()), PixelRange.UNIT, seed, LastBatch.DROP);
    }
}
