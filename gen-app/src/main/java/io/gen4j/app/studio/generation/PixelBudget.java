package io.gen4j.app.studio.generation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A limit on the total pixels of a request's pictures. It applies before decoding, since a small file may hold a huge
 * picture.
 */
final class PixelBudget {

    private static final long MAX_PIXELS = 16_000_000;

    private PixelBudget() {}

    /** @throws IllegalArgumentException if the pictures have too many pixels */
    static void check(List<byte[]> pictures) {
        long pixels = 0;
        for (int i = 0; i < pictures.size(); i++) {
            byte[] picture = pictures.get(i);
            if (picture == null) {
                throw new IllegalArgumentException("images[" + i + "] is null: it must be a picture in base64");
            }
            pixels += pixels(picture, i);
            if (pixels > MAX_PIXELS) {
                throw new IllegalArgumentException(
                        "the pictures have more than %,d pixels together: send fewer or smaller ones"
                                .formatted(MAX_PIXELS));
            }
        }
    }

    private static long pixels(byte[] picture, int index) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IllegalArgumentException("images[" + index + "] is not a picture");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                return (long) reader.getWidth(0) * reader.getHeight(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("images[" + index + "] is not a picture: " + e.getMessage(), e);
        }
    }
}
