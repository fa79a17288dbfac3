package io.gen4j.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes a picture, resizes it until it covers the shape, and cuts out its centre. */
final class PictureReader {

    private static final long MAX_PIXELS = 100_000_000;

    private final ImageShape shape;

    PictureReader(ImageShape shape) {
        this.shape = shape;
    }

    /**
     * One picture's pixels, channel by channel.
     *
     * @throws IOException if it cannot be decoded; the message says why
     */
    byte[] read(Path file) throws IOException {
        return pixels(crop(shrink(decode(file))));
    }

    private static BufferedImage decode(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("no known picture format");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                requireSize(reader.getWidth(0), reader.getHeight(0));
                return onWhite(reader.read(0));
            } catch (RuntimeException e) {
                // The JDK's decoders throw these on damaged files.
                throw new IOException(e.toString(), e);
            } finally {
                reader.dispose();
            }
        }
    }

    private static void requireSize(int width, int height) throws IOException {
        if ((long) width * height > MAX_PIXELS) {
            throw new IOException(width + " x " + height + " pixels are more than " + MAX_PIXELS);
        }
    }

    private static BufferedImage onWhite(BufferedImage picture) {
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return opaque;
    }

    /** Halves while the picture stays larger than needed, since one long step of interpolation would skip pixels. */
    private BufferedImage shrink(BufferedImage picture) {
        BufferedImage current = picture;
        while (current.getWidth() >= 2 * shape.width() && current.getHeight() >= 2 * shape.height()) {
            current = draw(
                    current,
                    current.getWidth() / 2,
                    current.getHeight() / 2,
                    0,
                    0,
                    current.getWidth() / 2,
                    current.getHeight() / 2);
        }
        return current;
    }

    private BufferedImage crop(BufferedImage picture) {
        double scale =
                Math.max((double) shape.width() / picture.getWidth(), (double) shape.height() / picture.getHeight());
        int width = Math.max(shape.width(), (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(shape.height(), (int) Math.round(picture.getHeight() * scale));
        int left = (shape.width() - width) / 2;
        int top = (shape.height() - height) / 2;
        return draw(picture, shape.width(), shape.height(), left, top, width, height);
    }

    private static BufferedImage draw(
            BufferedImage source, int canvasWidth, int canvasHeight, int left, int top, int width, int height) {
        BufferedImage canvas = new BufferedImage(canvasWidth, canvasHeight, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(source, left, top, width, height, null);
        graphics.dispose();
        return canvas;
    }

    private byte[] pixels(BufferedImage picture) {
        int plane = shape.height() * shape.width();
        byte[] pixels = new byte[shape.size()];
        int[] colours = picture.getRGB(0, 0, shape.width(), shape.height(), null, 0, shape.width());
        for (int i = 0; i < plane; i++) {
            int red = colours[i] >> 16 & 0xff;
            int green = colours[i] >> 8 & 0xff;
            int blue = colours[i] & 0xff;
            if (shape.channels() == 1) {
                pixels[i] = (byte) Math.round(0.299f * red + 0.587f * green + 0.114f * blue);
            } else {
                pixels[i] = (byte) red;
                pixels[plane + i] = (byte) green;
                pixels[2 * plane + i] = (byte) blue;
            }
        }
        return pixels;
    }
}
