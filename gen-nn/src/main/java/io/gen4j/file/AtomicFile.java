package io.gen4j.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a file under a temporary name beside its final one, flushes it to the disk and renames it, so that a reader
 * sees the old content or the new, and never half of it. A writer that fails leaves nothing behind.
 */
public final class AtomicFile {

    private static final String LEFT_OVER = "\\..+\\.[0-9a-f-]{36}\\.part";

    private AtomicFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to {@code out}, without closing it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes {@code target}, replacing what was there; missing parent directories are made. */
    public static void replace(Path target, Content content) throws IOException {
        Path temporary = writeTemporary(target, content);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            delete(temporary, e);
            throw e;
        }
        flushDirectory(target.toAbsolutePath().getParent());
    }

    /** The name, too, is to outlive a loss of power. Windows opens no directories; there, renaming is all there is. */
    private static void flushDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    /** "No space left on device" is all that the system says when a write fails, and not where. */
    public static IOException named(Path file, IOException failure) {
        if (failure instanceof FileSystemException || failure.getMessage() == null) {
            return failure;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    private static void delete(Path temporary, Exception failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** As {@link #replace(Path, Content)}, for text in UTF-8. */
    public static void replace(Path target, String text) throws IOException {
        replace(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes {@code target}, which must not exist.
     *
     * @throws FileAlreadyExistsException if it exists
     */
    public static void create(Path target, Content content) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        replace(target, content);
    }

    /**
     * Deletes the temporary files of writers that were killed, or could not delete anything any more, in a directory and
     * those in it. To be called by who alone writes there.
     */
    public static void deleteLeftOvers(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.getFileName().toString().matches(LEFT_OVER)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Refuses a file or directory that could not be made, before work is put into what it is to hold. Looks at the
     * nearest directory above it that exists.
     *
     * @throws AccessDeniedException if that is no directory, or cannot be written to
     */
    public static void requireCreatable(Path target) throws AccessDeniedException {
        Path existing = target.toAbsolutePath().getParent();
        while (Files.notExists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new AccessDeniedException(
                    target.toString(),
                    null,
                    "cannot be made, since " + existing + " is no directory that can be written to");
        }
    }

    private static Path writeTemporary(Path target, Content content) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        // Not Files.createTempFile, whose files nobody but their owner may read.
        Path temporary = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try (FileChannel file = FileChannel.open(temporary, CREATE_NEW, WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16)) {
            content.writeTo(out);
            out.flush();
            file.force(true);
        } catch (IOException e) {
            delete(temporary, e);
            throw named(target, e);
        } catch (RuntimeException e) {
            delete(temporary, e);
            throw e;
        }
        return temporary;
    }
}
