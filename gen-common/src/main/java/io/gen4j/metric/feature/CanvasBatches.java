package io.gen4j.metric.feature;

import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.CanvasDataset;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.runtime.HostMemory;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Hands images to a network in batches. */
final class CanvasBatches {

    /** Few enough that their feature maps stay in the cache, and enough for fast matrix products. */
    private static final int ROWS = 256;

    private CanvasBatches() {}

    /** Takes a batch in. */
    interface Visitor {

        /**
         * @param start index of the first image
         * @param pixels {@code [n, canvas size]} within [0, 1]; closed afterwards
         */
        void visit(int start, INDArray pixels);
    }

    static void forEach(ImageDataset images, ImageShape canvas, Visitor visitor) {
        Batches batches = new Batches(new CanvasDataset(images, canvas), ROWS, PixelRange.UNIT, 0, LastBatch.KEEP);
        for (int start = 0; start < images.size(); start += ROWS) {
            int[] indices = IntStream.range(start, Math.min(start + ROWS, images.size()))
                    .toArray();
            try (INDArray pixels = batches.of(indices).images()) {
                visitor.visit(start, pixels);
            }
        }
    }

    /** Copies the rows of an array to rows from {@code start} on. */
    static void copy(INDArray array, float[][] rows, int start) {
        int width = (int) array.size(1);
        for (int i = 0; i < array.size(0); i++) {
            HostMemory.read(array, (long) i * width, rows[start + i], width);
        }
    }
}
