package io.gen4j.data;

import io.gen4j.file.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;

/**
 * Images in a {@link PixelStore}, of more than 2 GiB if need be. It keeps what it is given, so that must not change
 * afterwards.
 */
public final class StoredImageDataset implements ImageDataset {

    private final String name;
    private final ImageShape shape;
    private final PixelStore pixels;
    private final int size;
    private final int[] labels;
    private final List<String> labelNames;

    /**
     * @param pixels each image of {@code shape.size()} unsigned bytes
     * @param size the first so many are the dataset, at least 1
     * @param labels one per image; empty if there are none
     * @param labelNames empty exactly if {@code labels} is
     * @throws IllegalArgumentException if the lengths do not fit, or a label has no name
     */
    public StoredImageDataset(
            String name, ImageShape shape, PixelStore pixels, int size, int[] labels, List<String> labelNames) {
        this.name = name;
        this.shape = shape;
        this.pixels = pixels;
        this.size = size;
        this.labels = labels;
        this.labelNames = List.copyOf(labelNames);
        if (pixels.imageSize() != shape.size() || size < 1 || size > pixels.count()) {
            throw new IllegalArgumentException(name + " has room for " + pixels.count() + " images of "
                    + pixels.imageSize() + " bytes: must be at least " + Math.max(1, size) + " of " + shape.size());
        }
        ByteImageDataset.requireLabels(name, size, labels, labelNames);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<String> labelNames() {
        return labelNames;
    }

    @Override
    public int label(int index) {
        Objects.checkIndex(index, size);
        if (labels.length == 0) {
            throw new IllegalStateException(name + " has no labels");
        }
        return labels[index];
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        Objects.checkIndex(index, size);
        pixels.get(index, target, offset);
    }

    /** The same as of a {@link ByteImageDataset} with these images. */
    @Override
    public String checksum() {
        MessageDigest digest = Sha256.start();
        update(digest, shape.channels(), shape.height(), shape.width(), size);
        byte[] image = new byte[shape.size()];
        for (int i = 0; i < size; i++) {
            pixels.get(i, image, 0);
            digest.update(image);
        }
        for (int i = 0; i < Math.min(labels.length, size); i++) {
            update(digest, labels[i]);
        }
        return Sha256.finish(digest);
    }

    @Override
    public ImageDataset limit(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("limit is " + count + ": must be at least 1");
        }
        return count >= size
                ? this
                : new StoredImageDataset(
                        name,
                        shape,
                        pixels,
                        count,
                        java.util.Arrays.copyOf(labels, Math.min(labels.length, count)),
                        labelNames);
    }

    private static void update(MessageDigest digest, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        digest.update(bytes);
    }
}
