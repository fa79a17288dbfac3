package io.gen4j.data;

import io.gen4j.file.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Images in one array of bytes. It keeps the arrays it is given, so they must not change afterwards. */
public final class ByteImageDataset implements ImageDataset {

    private final String name;
    private final ImageShape shape;
    private final int size;
    private final byte[] pixels;
    private final int[] labels;
    private final List<String> labelNames;

    /**
     * @param pixels image after image, each of {@code shape.size()} unsigned bytes
     * @param labels one an image; empty if there are none
     * @param labelNames empty exactly if {@code labels} is
     * @throws IllegalArgumentException if the lengths do not fit, there is no image or a label has no name
     */
    public ByteImageDataset(String name, ImageShape shape, byte[] pixels, int[] labels, List<String> labelNames) {
        this(name, shape, count(name, shape, pixels), pixels, labels, List.copyOf(labelNames));
        requireLabels(name, size, labels, labelNames);
    }

    private ByteImageDataset(
            String name, ImageShape shape, int size, byte[] pixels, int[] labels, List<String> labelNames) {
        this.name = name;
        this.shape = shape;
        this.size = size;
        this.pixels = pixels;
        this.labels = labels;
        this.labelNames = labelNames;
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
        System.arraycopy(pixels, index * shape.size(), target, offset, shape.size());
    }

    @Override
    public String checksum() {
        MessageDigest digest = Sha256.start();
        update(digest, shape.channels(), shape.height(), shape.width(), size);
        digest.update(pixels, 0, size * shape.size());
        update(digest, Arrays.copyOf(labels, Math.min(labels.length, size)));
        return Sha256.finish(digest);
    }

    @Override
    public ImageDataset limit(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("limit is " + count + ": must be at least 1");
        }
        return count >= size ? this : new ByteImageDataset(name, shape, count, pixels, labels, labelNames);
    }

    private static int count(String name, ImageShape shape, byte[] pixels) {
        if (pixels.length == 0 || pixels.length % shape.size() != 0) {
            throw new IllegalArgumentException(name + " has " + pixels.length
                    + " bytes of pixels: must be a multiple of " + shape.size() + ", one image of shape " + shape);
        }
        return pixels.length / shape.size();
    }

    static void requireLabels(String name, int size, int[] labels, List<String> labelNames) {
        if (labels.length != (labelNames.isEmpty() ? 0 : size)) {
            throw new IllegalArgumentException(name + " has " + size + " images, " + labels.length + " labels and "
                    + labelNames.size() + " label names: must be one label per image, or neither labels nor names");
        }
        for (int label : labels) {
            if (label < 0 || label >= labelNames.size()) {
                throw new IllegalArgumentException(
                        name + " has label " + label + ": must be 0 to " + (labelNames.size() - 1));
            }
        }
    }

    private static void update(MessageDigest digest, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        digest.update(bytes);
    }
}
