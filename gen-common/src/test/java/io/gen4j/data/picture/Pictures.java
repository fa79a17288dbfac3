package io.gen4j.data.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small pictures for tests. */
public final class Pictures {

    private Pictures() {}

    /** Eight by eight pixels of one grey, as PNG. */
    public static byte[] png(int grey) {
        return encode(plain(BufferedImage.TYPE_INT_RGB, 0x010101 * grey), "png");
    }

    public static BufferedImage plain(int type, int rgb) {
        BufferedImage picture = new BufferedImage(8, 8, type);
        for (int i = 0; i < 64; i++) {
            picture.setRGB(i % 8, i / 8, 0xff000000 | rgb);
        }
        return picture;
    }

    public static byte[] encode(BufferedImage picture, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (!ImageIO.write(picture, format, out)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file, and the folders above it. */
    public static Path write(Path folder, String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }
}
