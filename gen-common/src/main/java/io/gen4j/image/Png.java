package io.gen4j.image;

import io.gen4j.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** PNG files. */
public final class Png {

    private Png() {}

    /** Writes a picture, replacing what was there; a reader never sees half of it. */
    public static void write(Path file, BufferedImage picture) throws IOException {
        AtomicFile.replace(file, out -> writeTo(out, picture));
    }

    /** The content of a file with a picture. */
    public static byte[] encode(BufferedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeTo(out, picture);
        return out.toByteArray();
    }

    private static void writeTo(OutputStream out, BufferedImage picture) throws IOException {
        if (!ImageIO.write(picture, "png", out)) {
            throw new IOException("the picture cannot be written: this Java has no PNG encoder");
        }
    }
}
