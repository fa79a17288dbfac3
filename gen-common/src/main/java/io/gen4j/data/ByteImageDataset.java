package io.gen4j.data;

import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;

/**
 * Images in one array of bytes. Use {@link ImageDataset#of} unless copying the arrays costs too much memory. This class
 * does not copy them, so they must not change afterwards.
 */
public final class ByteImageDataset extends MemoryDataset {

    private final byte[] pixels;

    /**
     * @param pixels image after image, each of {@code shape.size()} unsigned bytes
     * @param labels one per image; empty if there are none
     * @param labelNames empty exactly if {@code labels} is
     * @throws IllegalArgumentException if the lengths do not fit, there is no image or a label has no name
     */
    public ByteImageDataset(String name, ImageShape shape, byte[] pixels, int[] labels, List<String> labelNames) {
        this(name, shape, count(name, shape, pixels), pixels, labels, labelNames);
        requireLabels(name, size(), labels, labelNames);
    }

    private ByteImageDataset(
            String name, ImageShape shape, int size, byte[] pixels, int[] labels, List<String> labelNames) {
        super(name, shape, size, labels, labelNames);
        this.pixels = pixels;
    }

    private static int count(String name, ImageShape shape, byte[] pixels) {
        if (pixels.length == 0 || pixels.length % shape.size() != 0) {
            throw new IllegalArgumentException(name + " has " + pixels.length
                    + " bytes of pixels: must be a multiple of " + shape.size() + ", one image of shape " + shape);
        }
        return pixels.length / shape.size();
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        Objects.requireNonNull(target, "target");
        Objects.checkIndex(index, size());
        int length = shape().size();
        System.arraycopy(pixels, index * length, target, offset, length);
    }

    @Override
    void updatePixels(MessageDigest digest) {
        digest.update(pixels, 0, size() * shape().size());
    }

    @Override
    ImageDataset first(int count, int[] labels) {
        return new ByteImageDataset(name(), shape(), count, pixels, labels, labelNames());
    }

    @Override
    public String toString() {
        return DatasetSummary.of(this);
    }
}
