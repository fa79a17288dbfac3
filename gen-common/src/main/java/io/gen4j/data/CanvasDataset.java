package io.gen4j.data;

import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Another dataset's images on a black canvas, in the middle or shifted by a few pixels. Use it to give images the side that
 * a network needs, or to augment them. Pixels that leave the canvas are lost.
 */
public final class CanvasDataset extends DerivedDataset {

    private final int shift;
    private final @Nullable RandomStreams random;

    /** The images in the middle of a canvas that is no smaller. */
    public CanvasDataset(ImageDataset source, ImageShape shape) {
        this(source, shape, 0, null);
    }

    /**
     * The images shifted.
     *
     * @param shift pixels along each axis, at most; a side of few pixels is shifted by a quarter of its length at most.
     *     0 or more
     * @param random of the shifts
     */
    public CanvasDataset(ImageDataset source, ImageShape shape, int shift, @Nullable RandomStreams random) {
        super(source, shape);
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(shape, "shape");
        Arguments.requireAtLeast("shift", shift, 0);
        this.shift = shift;
        this.random = random;
    }

    @Override
    public String name() {
        return source().name();
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        Objects.requireNonNull(target, "target");
        ImageShape from = source().shape();
        byte[] pixels = sourcePixels(index);
        int top = (shape().height() - from.height()) / 2;
        int left = (shape().width() - from.width()) / 2;
        if (random != null) {
            RandomGenerator generator = random.stream("shift", index);
            top += drawShift(generator, from.height());
            left += drawShift(generator, from.width());
        }
        clear(target, offset);
        place(pixels, target, offset, top, left);
    }

    /** At most a quarter of the side, so that images of few pixels stay in sight. */
    private int drawShift(RandomGenerator generator, int side) {
        int most = Math.min(shift, (side - 1) / 4);
        return generator.nextInt(-most, most + 1);
    }

    private void clear(byte[] target, int offset) {
        Arrays.fill(target, offset, offset + shape().size(), (byte) 0);
    }

    private void place(byte[] pixels, byte[] target, int offset, int top, int left) {
        ImageShape from = source().shape();
        int firstColumn = Math.max(0, -left);
        int length = Math.min(from.width(), shape().width() - left) - firstColumn;
        for (int channel = 0; channel < from.channels(); channel++) {
            for (int y = Math.max(0, -top); y < Math.min(from.height(), shape().height() - top); y++) {
                int start = (channel * from.height() + y) * from.width() + firstColumn;
                int end = (channel * shape().height() + y + top) * shape().width() + left + firstColumn;
                System.arraycopy(pixels, start, target, offset + end, length);
            }
        }
    }

    @Override
    public String checksum() {
        return source().checksum();
    }

    @Override
    public ImageDataset limit(int count) {
        return new CanvasDataset(source().limit(count), shape(), shift, random);
    }
}
