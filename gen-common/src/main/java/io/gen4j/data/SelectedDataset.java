package io.gen4j.data;

import io.gen4j.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Some images of another dataset, in an order of their own. */
final class SelectedDataset implements ImageDataset {

    private final ImageDataset source;
    private final int[] indices;

    /** @param indices at least one, kept; each of an image of the source */
    SelectedDataset(ImageDataset source, int[] indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("no image of " + source.name() + " is selected: must be at least 1");
        }
        for (int index : indices) {
            Objects.checkIndex(index, source.size());
        }
        this.source = source;
        this.indices = indices;
    }

    @Override
    public String name() {
        return indices.length + " of " + source.name();
    }

    @Override
    public ImageShape shape() {
        return source.shape();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public List<String> labelNames() {
        return source.labelNames();
    }

    @Override
    public int label(int index) {
        return source.label(indices[index]);
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        source.copyPixels(indices[index], target, offset);
    }

    /** Of the source and the indices. */
    @Override
    public String checksum() {
        MessageDigest digest = Sha256.start();
        digest.update(source.checksum().getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(indices.length * Integer.BYTES);
        bytes.asIntBuffer().put(indices);
        digest.update(bytes);
        return Sha256.finish(digest);
    }

    @Override
    public ImageDataset limit(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("limit is " + count + ": must be at least 1");
        }
        return count >= indices.length ? this : new SelectedDataset(source, Arrays.copyOf(indices, count));
    }

    @Override
    public String toString() {
        return DatasetSummary.of(this);
    }
}
