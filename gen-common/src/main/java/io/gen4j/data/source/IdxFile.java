package io.gen4j.data.source;

import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Sha256;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes in the IDX format of MNIST. Use it to read or write a single file. The format starts with two
 * zero bytes, the type (8: unsigned byte) and the number of dimensions. Each dimension follows as a big-endian 32-bit
 * integer, then the values in row-major order. Images have the dimensions {@code [count, height, width]}, labels {@code
 * [count]}.
 */
public final class IdxFile {

    /** The most values that are read or written: 1 GiB. */
    public static final int MAX_VALUES = 1 << 30;

    private static final int UNSIGNED_BYTE = 8;
    private static final int MAX_RANK = 4;
    private static final int MAGIC_LENGTH = 4;

    private final int[] dimensions;
    private final byte[] values;

    private IdxFile(int[] dimensions, byte[] values) {
        this.dimensions = dimensions;
        this.values = values;
    }

    /**
     * An array to write. The values are not copied.
     *
     * @param dimensions 1 to 4 of them, each at least 1, their product the number of values, at most {@link #MAX_VALUES}
     * @throws IllegalArgumentException if the dimensions do not fit
     */
    public static IdxFile of(byte[] values, int... dimensions) {
        if (dimensions.length < 1 || dimensions.length > MAX_RANK || product(dimensions) != values.length) {
            throw new IllegalArgumentException("dimensions " + text(dimensions) + " for " + values.length
                    + " values: must be 1 to " + MAX_RANK + " dimensions, whose product is the number of values");
        }
        return new IdxFile(dimensions.clone(), values);
    }

    /**
     * Reads a file, plain or compressed by gzip: its content tells which, not its name.
     *
     * @throws InvalidDataException if the file is missing, is no IDX file of unsigned bytes, is truncated or corrupt, has
     *     extra bytes, or claims more than {@link #MAX_VALUES} values
     * @throws IOException if reading fails
     */
    public static IdxFile read(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        if (!Files.isRegularFile(file)) {
            throw new InvalidDataException(file + " is missing or not a file: expected an IDX file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /** As {@link #read(Path)}, for content in memory. Messages call it {@code name}. */
    static IdxFile parse(byte[] content, String name) throws IOException {
        return read(new ByteArrayInputStream(content), name);
    }

    /** Writes this array whole or not at all, compressed by gzip if the name ends in ".gz"; the file must not exist. */
    public void write(Path file) throws IOException {
        AtomicFile.create(file, content(file));
    }

    /** As {@link #write}, but replaces an existing file. */
    public void replace(Path file) throws IOException {
        AtomicFile.replace(file, content(file));
    }

    private AtomicFile.Content content(Path file) {
        Objects.requireNonNull(file, "file");
        boolean compressed = file.toString().endsWith(".gz");
        return out -> {
            if (compressed) {
                GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
                writeRaw(gzip);
                gzip.finish();
            } else {
                writeRaw(out);
            }
        };
    }

    /** The number of dimensions. */
    public int rank() {
        return dimensions.length;
    }

    /**
     * The length of one dimension, of 0 to {@code rank() - 1}.
     *
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public int dimension(int axis) {
        Objects.checkIndex(axis, dimensions.length);
        return dimensions[axis];
    }

    /** The values in row-major order: the array itself, not a copy. */
    public byte[] values() {
        return values;
    }

    /** SHA-256 of the uncompressed file, in lower-case hexadecimal. */
    public String rawChecksum() {
        MessageDigest digest = Sha256.start();
        digest.update(header());
        digest.update(values);
        return Sha256.finish(digest);
    }

    /** The dimensions as text, for instance {@code 60000x28x28}. */
    @Override
    public String toString() {
        return text(dimensions);
    }

    private void writeRaw(OutputStream out) throws IOException {
        out.write(header());
        out.write(values);
    }

    private byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(MAGIC_LENGTH + Integer.BYTES * dimensions.length);
        header.putInt(UNSIGNED_BYTE << 8 | dimensions.length);
        Arrays.stream(dimensions).forEach(header::putInt);
        return header.array();
    }

    private static IdxFile read(InputStream in, String name) throws IOException {
        try {
            return readRaw(uncompressed(in), name);
        } catch (EOFException e) {
            throw new InvalidDataException(name + " is truncated: its compressed data has no end; get it again", e);
        } catch (ZipException e) {
            throw new InvalidDataException(name + " is corrupt (" + e.getMessage() + "): get it again", e);
        }
    }

    private static InputStream uncompressed(InputStream in) throws IOException {
        PushbackInputStream start = new PushbackInputStream(in, 2);
        byte[] magic = start.readNBytes(2);
        start.unread(magic);
        boolean gzip = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        return gzip ? new GZIPInputStream(start, 1 << 16) : start;
    }

    private static IdxFile readRaw(InputStream in, String name) throws IOException {
        int rank = readRank(in, name);
        int[] dimensions = new int[rank];
        ByteBuffer header = ByteBuffer.wrap(readFully(in, Integer.BYTES * rank, name, "its dimensions"));
        header.asIntBuffer().get(dimensions);
        long count = product(dimensions);
        if (count < 0) {
            throw new InvalidDataException(name + " claims the dimensions " + text(dimensions)
                    + ": expected each at least 1 and at most " + MAX_VALUES + " values; get it again");
        }
        byte[] values = readFully(in, (int) count, name, "its " + text(dimensions) + " values");
        if (in.read() != -1) {
            throw new InvalidDataException(
                    name + " goes on after its " + text(dimensions) + " values: expected its end; get it again");
        }
        return new IdxFile(dimensions, values);
    }

    private static int readRank(InputStream in, String name) throws IOException {
        int magic =
                ByteBuffer.wrap(readFully(in, MAGIC_LENGTH, name, "its header")).getInt();
        int rank = magic & 0xff;
        if (magic >>> 8 != UNSIGNED_BYTE || rank < 1 || rank > MAX_RANK) {
            throw new InvalidDataException(String.format(
                    "%s starts with 0x%08x: expected 0x00000801 to 0x0000080%d, an IDX file of unsigned bytes",
                    name, magic, MAX_RANK));
        }
        return rank;
    }

    /** The buffer grows with the content, so a header alone cannot claim memory. */
    private static byte[] readFully(InputStream in, int length, String name, String what) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new InvalidDataException(name + " is truncated: found " + bytes.length + " bytes of " + what
                    + ", expected " + length + "; get it again");
        }
        return bytes;
    }

    /** The product of the dimensions, or -1 if one is less than 1 or the product is more than is allowed. */
    private static long product(int[] dimensions) {
        long product = 1;
        for (int dimension : dimensions) {
            product *= dimension;
            if (dimension < 1 || product > MAX_VALUES) {
                return -1;
            }
        }
        return product;
    }

    private static String text(int[] dimensions) {
        return IntStream.of(dimensions).mapToObj(Integer::toUnsignedString).collect(Collectors.joining("x"));
    }
}
