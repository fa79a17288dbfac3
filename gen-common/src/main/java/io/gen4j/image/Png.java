package io.gen4j.image;

import io.gen4j.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG files. Use {@link #write} for a file, {@link #encode} for a response or a message. */
public final class Png {

    private Png() {}

    /** Writes a picture, and replaces an existing file. A reader never sees half of it. */
    public static void write(Path file, BufferedImage picture) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(picture, "picture");
        // In memory first: ImageIO hides why writing failed, and would use a file of its own meanwhile.
        byte[] content = encode(picture);
        AtomicFile.replace(file, out -> out.write(content));
    }

    /** The content of a file with a picture. */
    public static byte[] encode(BufferedImage picture) throws IOException {
        Objects.requireNonNull(picture, "picture");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(picture, "png", out)) {
                throw new IOException("the picture cannot be written: this Java has no PNG encoder");
            }
        }
        return bytes.toByteArray();
    }
}
