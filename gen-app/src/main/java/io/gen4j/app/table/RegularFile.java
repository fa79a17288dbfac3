package io.gen4j.app.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A way to open regular files only. A link could lead anywhere, and a FIFO or a device would block the reader for ever.
 */
public final class RegularFile {

    private RegularFile() {}

    /**
     * Opens a file for reading.
     *
     * @throws NoSuchFileException if there is none
     * @throws NotRegularFileException if it is a link, a directory, a FIFO or a device
     */
    public static FileChannel open(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new NotRegularFileException(file);
        }
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Reads a whole file.
     *
     * @throws FileTooLargeException if it has more than {@code maxBytes}
     */
    public static byte[] read(Path file, int maxBytes) throws IOException {
        try (FileChannel channel = open(file);
                InputStream in = Channels.newInputStream(channel)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new FileTooLargeException(file, maxBytes);
            }
            return bytes;
        }
    }
}
