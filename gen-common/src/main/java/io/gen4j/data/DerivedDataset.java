package io.gen4j.data;

import java.util.List;

/** Another dataset's images at another shape, with its labels in its order. */
abstract class DerivedDataset implements ImageDataset {

    private final ImageDataset source;
    private final ImageShape shape;

    DerivedDataset(ImageDataset source, ImageShape shape) {
        this.source = source;
        this.shape = shape;
    }

    final ImageDataset source() {
        return source;
    }

    @Override
    public final ImageShape shape() {
        return shape;
    }

    @Override
    public final int size() {
        return source.size();
    }

    @Override
    public final List<String> labelNames() {
        return source.labelNames();
    }

    @Override
    public final int label(int index) {
        return source.label(index);
    }

    /** The pixels of one of the source's images. */
    final byte[] sourcePixels(int index) {
        byte[] pixels = new byte[source.shape().size()];
        source.copyPixels(index, pixels, 0);
        return pixels;
    }

    @Override
    public final String toString() {
        return DatasetSummary.of(this);
    }
}
