package io.gen4j.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes files atomically: a reader sees the old content or the new, and never half of it. Use it for every file that must
 * survive a crash. The content goes to a temporary file beside the final one, is flushed to the disk, and the file is
 * renamed. A writer that fails leaves nothing behind.
 */
public final class AtomicFile {

    private static final String LEFT_OVER = "\\..+\\.[0-9a-f-]{36}\\.part";

    /** Characters of a file's name within its temporary name, which must stay below 255 bytes. */
    private static final int NAME_SHOWN = 40;

    private AtomicFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to {@code out}, without closing it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes {@code target}, and replaces an existing file. Makes missing parent directories.
     *
     * @throws InterruptedIOException if this thread is interrupted; it stays marked, and the file stays as it was
     */
    public static void replace(Path target, Content content) throws IOException {
        Path temporary = writeTemporary(target, content);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            delete(temporary, e);
            throw e;
        }
        flushDirectory(target.toAbsolutePath().getParent());
    }

    /**
     * Makes a directory and its missing parents, so that they survive a loss of power. Does nothing if the directory
     * exists.
     *
     * @throws FileAlreadyExistsException if there is a file of that name
     */
    public static void createDirectories(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            return;
        }
        Path parent = absolute.getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        // Another writer may have made it meanwhile. This method allows that, unlike createDirectory.
        Files.createDirectories(absolute);
        if (parent != null) {
            flushDirectory(parent);
        }
    }

    /**
     * Makes the content of a file that is written survive a loss of power. Flush many files after all are written: the disk
     * then takes them together.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    public static void flush(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
            channel.force(true);
        }
    }

    /**
     * Moves a file or directory to another name on the same disk, so that the move survives a loss of power. It flushes no
     * content: {@link #flush} does.
     */
    public static void move(Path source, Path target) throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        flushDirectory(target.toAbsolutePath().getParent());
    }

    /** Makes a rename or a new entry survive a loss of power. Windows cannot open directories and does without. */
    private static void flushDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    /** Adds the file to a failure: "No space left on device" is all that the system says when a write fails. */
    public static IOException named(Path file, IOException failure) {
        if (failure instanceof FileSystemException || failure.getMessage() == null) {
            return failure;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    private static void delete(Path temporary, Throwable failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException | RuntimeException | Error e) {
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
        Objects.requireNonNull(target, "target");
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        replace(target, content);
    }

    /**
     * Deletes the temporary files that killed writers left in a directory and the directories in it. Call it only while
     * nobody else writes there.
     */
    public static void deleteLeftOvers(Path directory) throws IOException {
        Objects.requireNonNull(directory, "directory");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.getFileName().toString().matches(LEFT_OVER)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Checks that a file or directory can be made, before work goes into its content. Looks at the nearest directory
     * above it that exists.
     *
     * @throws AccessDeniedException if that is no directory, or is not writable
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
        createDirectories(directory);
        // Files.createTempFile would let the owner alone read the file.
        Path temporary = directory.resolve("." + shortName(target) + "." + UUID.randomUUID() + ".part");
        try (FileChannel file = FileChannel.open(temporary, CREATE_NEW, WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16)) {
            content.writeTo(out);
            out.flush();
            file.force(true);
        } catch (ClosedByInterruptException e) {
            delete(temporary, e);
            throw interrupted(target, e);
        } catch (IOException e) {
            delete(temporary, e);
            throw named(target, e);
        } catch (RuntimeException | Error e) {
            delete(temporary, e);
            throw e;
        }
        return temporary;
    }

    private static InterruptedIOException interrupted(Path target, ClosedByInterruptException cause) {
        InterruptedIOException interrupted =
                new InterruptedIOException(target + " was not written: the thread was interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    /** The start of a file's name; never half of a character of two code units. */
    private static String shortName(Path file) {
        String name = file.getFileName().toString();
        return name.codePointCount(0, name.length()) <= NAME_SHOWN
                ? name
                : name.substring(0, name.offsetByCodePoints(0, NAME_SHOWN));
    }
}
