package io.gen4j.data;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pixels of many images of one size, of any number of bytes. Use it where one array of bytes, 2 GiB, is too small. The
 * pixels lie in Java's heap or in a mapped file, which the operating system drops from memory when memory is short. Several
 * threads may read at once, and write different images at once.
 */
public final class PixelStore {

    /** Bytes of a block at most; a mapping cannot be longer than 2 GiB. */
    private static final int MAX_BLOCK = 1 << 28;

    private static final int HEAP_SHARE = 4;

    private final int count;
    private final int imageSize;
    private final int imagesPerBlock;
    private final ByteBuffer[] blocks;
    private final @Nullable FileChannel channel;

    private PixelStore(int count, int imageSize, @Nullable FileChannel channel) throws IOException {
        this.count = count;
        this.imageSize = imageSize;
        this.channel = channel;
        imagesPerBlock = Math.max(1, MAX_BLOCK / imageSize);
        blocks = new ByteBuffer[(count + imagesPerBlock - 1) / imagesPerBlock];
        for (int i = 0; i < blocks.length; i++) {
            int images = Math.min(imagesPerBlock, count - i * imagesPerBlock);
            blocks[i] = channel == null
                    ? ByteBuffer.allocate(images * imageSize)
                    : channel.map(MapMode.READ_ONLY, (long) i * imagesPerBlock * imageSize, (long) images * imageSize);
        }
    }

    /**
     * Room for images. It is in the heap if they take at most a quarter of it, else in a temporary file.
     *
     * @param count at least 1
     * @param imageSize bytes of an image, at least 1
     * @param directory for the file, which is deleted when the program ends; null for the system's temporary directory
     * @throws InvalidDataException if the disk has no room
     */
    public static PixelStore allocate(int count, int imageSize, @Nullable Path directory) throws IOException {
        requireSizes(count, imageSize);
        if (fitsInHeap(count, imageSize)) {
            return new PixelStore(count, imageSize, null);
        }
        Path in = directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory;
        Path file = Files.createDirectories(in).resolve(".pixels." + UUID.randomUUID() + ".part");
        PixelStore store = create(file, count, imageSize);
        deleteAfterUse(file);
        return store;
    }

    /** Whether the images take at most a quarter of the heap. */
    public static boolean fitsInHeap(int count, int imageSize) {
        requireSizes(count, imageSize);
        return (long) count * imageSize <= Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    }

    /**
     * Room for images in a new file.
     *
     * @throws InvalidDataException if the disk has no room
     */
    public static PixelStore create(Path file, int count, int imageSize) throws IOException {
        requireSizes(count, imageSize);
        long bytes = (long) count * imageSize;
        long room = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (bytes > room) {
            throw new InvalidDataException(
                    file.toAbsolutePath().getParent() + " has " + room + " bytes free, and " + count
                            + " images of " + imageSize + " bytes need " + bytes
                            + ": make room there, or take a smaller shape or fewer images");
        }
        FileChannel channel = FileChannel.open(file, CREATE_NEW, READ, WRITE);
        channel.write(ByteBuffer.allocate(1), bytes - 1);
        return new PixelStore(count, imageSize, channel);
    }

    /**
     * The images in a file that {@link #create} made.
     *
     * @throws InvalidDataException if the file has another length
     */
    public static PixelStore open(Path file, int count, int imageSize) throws IOException {
        Objects.requireNonNull(file, "file");
        requireSizes(count, imageSize);
        try (FileChannel channel = FileChannel.open(file, READ)) {
            if (channel.size() != (long) count * imageSize) {
                throw new InvalidDataException(file + " has " + channel.size() + " bytes: expected "
                        + (long) count * imageSize + "; delete it");
            }
            return new PixelStore(count, imageSize, channel);
        }
    }

    /** How many images there is room for. */
    public int count() {
        return count;
    }

    /** Bytes of one image. */
    public int imageSize() {
        return imageSize;
    }

    /** Whether the pixels lie in a file rather than in the heap. */
    public boolean isMapped() {
        return channel != null;
    }

    /**
     * Replaces one image.
     *
     * @throws IndexOutOfBoundsException if there is no such image, or {@code source} is too short
     * @throws UncheckedIOException if the disk is full
     */
    public void put(int index, byte[] source, int offset) {
        Objects.requireNonNull(source, "source");
        Objects.checkIndex(index, count);
        if (channel == null) {
            blocks[index / imagesPerBlock].put(index % imagesPerBlock * imageSize, source, offset, imageSize);
            return;
        }
        // Written, not stored through the mapping: a full disk is an exception here, and there the end of the process.
        ByteBuffer image = ByteBuffer.wrap(source, offset, imageSize);
        try {
            for (long position = (long) index * imageSize; image.hasRemaining(); ) {
                position += channel.write(image, position);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Copies one image.
     *
     * @throws IndexOutOfBoundsException if there is no such image, or {@code target} is too short
     */
    public void get(int index, byte[] target, int offset) {
        Objects.requireNonNull(target, "target");
        Objects.checkIndex(index, count);
        blocks[index / imagesPerBlock].get(index % imagesPerBlock * imageSize, target, offset, imageSize);
    }

    /** A mapped file may be deleted on POSIX systems at once; its blocks are freed with the mapping. */
    private static void requireSizes(int count, int imageSize) {
        Arguments.requireAtLeast("count", count, 1);
        Arguments.requireAtLeast("image size", imageSize, 1);
    }

    private static void deleteAfterUse(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            // Windows keeps it while it is mapped.
            file.toFile().deleteOnExit();
        }
    }
}
