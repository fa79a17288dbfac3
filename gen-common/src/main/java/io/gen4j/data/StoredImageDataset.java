package io.gen4j.data;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Images in a {@link PixelStore}. Use it for more than 2 GiB of pixels. It does not copy the store and the labels, so they
 * must not change afterwards.
 */
public final class StoredImageDataset extends MemoryDataset {

    private final PixelStore pixels;

    /**
     * @param pixels each image of {@code shape.size()} unsigned bytes
     * @param size images in the dataset, counted from the first, at least 1
     * @param labels one per image; empty if there are none
     * @param labelNames empty exactly if {@code labels} is
     * @throws IllegalArgumentException if the lengths do not fit, or a label has no name
     */
    public StoredImageDataset(
            String name, ImageShape shape, PixelStore pixels, int size, int[] labels, List<String> labelNames) {
        super(name, shape, size, labels, labelNames);
        this.pixels = pixels;
        if (pixels.imageSize() != shape.size() || size < 1 || size > pixels.count()) {
            throw new IllegalArgumentException(name + " has room for " + pixels.count() + " images of "
                    + pixels.imageSize() + " bytes: must be at least " + Math.max(1, size) + " of " + shape.size());
        }
        requireLabels(name, size, labels, labelNames);
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        Objects.checkIndex(index, size());
        pixels.get(index, target, offset);
    }

    @Override
    void updatePixels(MessageDigest digest) {
        byte[] image = new byte[shape().size()];
        for (int i = 0; i < size(); i++) {
            pixels.get(i, image, 0);
            digest.update(image);
        }
    }

    @Override
    ImageDataset first(int count, int[] labels) {
        return new StoredImageDataset(
                name(), shape(), pixels, count, Arrays.copyOf(labels, Math.min(labels.length, count)), labelNames());
    }

    @Override
    public String toString() {
        return DatasetSummary.of(this);
    }
}
