package io.gen4j.data.picture;

import io.gen4j.data.ImageShape;

/**
 * Turns pixels by EXIF's orientation. Value 2 is mirrored, 3 half a turn, 4 mirrored top to bottom, 5 transposed. Value 6
 * is a quarter turn to the right, 7 transposed along the other diagonal, 8 a quarter turn to the left.
 */
final class Orientation {

    private static final int FIRST_TRANSPOSED = 5;

    private Orientation() {}

    /** The shape that a picture has to be brought to before it is turned to this one. */
    static ImageShape before(ImageShape shape, int orientation) {
        return orientation < FIRST_TRANSPOSED ? shape : new ImageShape(shape.channels(), shape.width(), shape.height());
    }

    /**
     * Turns pixels.
     *
     * @param source of the shape {@link #before}
     * @param shape of the result
     */
    static void turn(byte[] source, int orientation, ImageShape shape, byte[] target, int offset) {
        int plane = shape.height() * shape.width();
        int sourceWidth = before(shape, orientation).width();
        int sourceHeight = before(shape, orientation).height();
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                int right = sourceWidth - 1;
                int bottom = sourceHeight - 1;
                int from = switch (orientation) {
                    case 2 -> y * sourceWidth + right - x;
                    case 3 -> (bottom - y) * sourceWidth + right - x;
                    case 4 -> (bottom - y) * sourceWidth + x;
                    case 5 -> x * sourceWidth + y;
                    case 6 -> (bottom - x) * sourceWidth + y;
                    case 7 -> (bottom - x) * sourceWidth + right - y;
                    case 8 -> x * sourceWidth + right - y;
                    default -> y * sourceWidth + x;
                };
                for (int channel = 0; channel < shape.channels(); channel++) {
                    target[offset + channel * plane + y * shape.width() + x] = source[channel * plane + from];
                }
            }
        }
    }
}
