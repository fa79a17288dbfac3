package io.gen4j.data;

import io.gen4j.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Another dataset's images, resized to cover a shape and cut to its centre, as each is asked for. */
final class ResizedDataset extends DerivedDataset {

    private final Resampling rows;
    private final Resampling columns;

    /** @param shape with as many channels as the source's */
    ResizedDataset(ImageDataset source, ImageShape shape) {
        super(source, shape);
        ImageShape from = source.shape();
        double scale = Math.min((double) from.height() / shape.height(), (double) from.width() / shape.width());
        rows = centred(from.height(), scale, shape.height());
        columns = centred(from.width(), scale, shape.width());
    }

    private static Resampling centred(int sourceLength, double scale, int length) {
        return new Resampling(sourceLength, (sourceLength - length * scale) / 2, scale, length);
    }

    @Override
    public String name() {
        return source().name() + " at " + shape().height() + "x" + shape().width();
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        ImageShape from = source().shape();
        byte[] pixels = sourcePixels(index);
        for (int channel = 0; channel < from.channels(); channel++) {
            float[][] narrowed = new float[from.height()][];
            for (int y = 0; y < from.height(); y++) {
                narrowed[y] = narrow(pixels, (channel * from.height() + y) * from.width());
            }
            shorten(narrowed, target, offset + channel * shape().height() * shape().width());
        }
    }

    private float[] narrow(byte[] pixels, int offset) {
        float[] line = new float[source().shape().width()];
        for (int x = 0; x < line.length; x++) {
            line[x] = pixels[offset + x] & 0xff;
        }
        float[] narrowed = new float[shape().width()];
        columns.apply(line, 1, narrowed);
        return narrowed;
    }

    private void shorten(float[][] lines, byte[] target, int offset) {
        float[] line = new float[lines.length];
        float[] shortened = new float[shape().height()];
        for (int x = 0; x < shape().width(); x++) {
            for (int y = 0; y < line.length; y++) {
                line[y] = lines[y][x];
            }
            rows.apply(line, 1, shortened);
            for (int y = 0; y < shortened.length; y++) {
                target[offset + y * shape().width() + x] = (byte) Math.max(0, Math.min(255, Math.round(shortened[y])));
            }
        }
    }

    /** Of the source and the shape: the same images at another size are other data. */
    @Override
    public String checksum() {
        MessageDigest digest = Sha256.start();
        digest.update((source().checksum() + " " + shape()).getBytes(StandardCharsets.UTF_8));
        return Sha256.finish(digest);
    }

    @Override
    public ImageDataset limit(int count) {
        return new ResizedDataset(source().limit(count), shape());
    }
}
