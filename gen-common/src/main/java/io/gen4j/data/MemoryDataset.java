package io.gen4j.data;

import io.gen4j.file.Sha256;
import io.gen4j.runtime.internal.Arguments;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;

/** Images in memory, with their labels. It keeps the labels it is given, so they must not change afterwards. */
abstract class MemoryDataset implements ImageDataset {

    private final String name;
    private final ImageShape shape;
    private final int size;
    private final int[] labels;
    private final List<String> labelNames;

    /**
     * @param labels of the images in order, perhaps of more than {@code size}; empty if there are none
     * @param labelNames empty exactly if {@code labels} is
     */
    MemoryDataset(String name, ImageShape shape, int size, int[] labels, List<String> labelNames) {
        this.name = Objects.requireNonNull(name, "name");
        this.shape = Objects.requireNonNull(shape, "shape");
        this.size = size;
        this.labels = Objects.requireNonNull(labels, "labels");
        this.labelNames = Arguments.copyOf("labelNames", labelNames);
    }

    /** Refuses labels that do not fit the images, or have no name or that of another label. */
    static void requireLabels(String name, int size, int[] labels, List<String> labelNames) {
        Arguments.firstTwice(labelNames).ifPresent(twice -> {
            throw new IllegalArgumentException(
                    name + " has two labels with the name " + twice + ": must have different names");
        });
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

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final ImageShape shape() {
        return shape;
    }

    @Override
    public final int size() {
        return size;
    }

    @Override
    public final List<String> labelNames() {
        return labelNames;
    }

    @Override
    public final int label(int index) {
        Objects.checkIndex(index, size);
        if (labels.length == 0) {
            throw new IllegalStateException(name + " has no labels");
        }
        return labels[index];
    }

    /** The same for the same images, wherever their pixels are kept. */
    @Override
    public final String checksum() {
        MessageDigest digest = Sha256.start();
        update(digest, shape.channels(), shape.height(), shape.width(), size);
        updatePixels(digest);
        for (int i = 0; i < Math.min(labels.length, size); i++) {
            update(digest, labels[i]);
        }
        return Sha256.finish(digest);
    }

    /** Adds the pixels of all images, in order. */
    abstract void updatePixels(MessageDigest digest);

    @Override
    public final ImageDataset limit(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("limit is " + count + ": must be at least 1");
        }
        return count >= size ? this : first(count, labels);
    }

    /** The first {@code count} images, fewer than there are, with the labels of all. */
    abstract ImageDataset first(int count, int[] labels);

    private static void update(MessageDigest digest, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        digest.update(bytes);
    }
}
