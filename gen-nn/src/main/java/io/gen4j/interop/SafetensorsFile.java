package io.gen4j.interop;

import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Named tensors in the safetensors format. Use it to exchange weights with PyTorch and other programs. A file starts with
 * the header's length as a little-endian 64-bit integer. The header in JSON follows, then the tensors' little-endian
 * numbers, one tensor after the other. The bytes of a written file equal the output of the format's Python library. Larger
 * number types come first, then names decide, and spaces pad the header to a multiple of 8 bytes.
 *
 * @param metadata strings by name; usually none
 * @param tensors by name
 */
public record SafetensorsFile(Map<String, String> metadata, Map<String, Tensor> tensors) {

    /** The most bytes that are read or written, header included: 1 GiB. */
    public static final int MAX_BYTES = 1 << 30;

    /** The most bytes of a header that are read or written, enough for 100,000 tensors. The format itself allows 100 MB. */
    private static final int MAX_HEADER_BYTES = 1 << 24;

    private static final int ALIGNMENT = 8;

    private static final Comparator<Map.Entry<String, Tensor>> ORDER =
            Comparator.<Map.Entry<String, Tensor>, TensorType>comparing(
                            entry -> entry.getValue().type(), Comparator.reverseOrder())
                    .thenComparing(entry -> entry.getKey().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /** Keeps its own copies, in the same order. */
    public SafetensorsFile {
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(tensors, "tensors");
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** Tensors without metadata. */
    public static SafetensorsFile of(Map<String, Tensor> tensors) {
        Objects.requireNonNull(tensors, "tensors");
        return new SafetensorsFile(Map.of(), tensors);
    }

    /**
     * Reads a file, of at most {@link #MAX_BYTES}.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws InvalidDataException if it is not in this format, is truncated, or has other number types than {@link
     *     TensorType}; the message names file, tensor and value
     */
    public static SafetensorsFile read(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidDataException(
                    file + " has " + Files.size(file) + " bytes: at most " + MAX_BYTES + " are read");
        }
        return parse(Files.readAllBytes(file), file);
    }

    /** @param file for messages */
    static SafetensorsFile parse(byte[] content, Path file) throws InvalidDataException {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < Long.BYTES) {
            throw new InvalidDataException(
                    file + " has " + bytes.remaining() + " bytes: a safetensors file has at least " + Long.BYTES);
        }
        long length = bytes.getLong();
        int most = Math.min(MAX_HEADER_BYTES, bytes.remaining());
        if (length < 2 || length > most) {
            throw new InvalidDataException(file + " claims a header of " + Long.toUnsignedString(length)
                    + " bytes: expected 2 to " + most + "; it is no safetensors file, or truncated");
        }
        int start = Long.BYTES + (int) length;
        SafetensorsHeader header =
                SafetensorsHeader.parse(bytes.slice(Long.BYTES, (int) length), bytes.limit() - start, file);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            ByteBuffer numbers = bytes.slice(start + (int) entry.begin(), (int) (entry.end() - entry.begin()));
            tensors.put(entry.name(), new Tensor(entry.type(), entry.shape(), numbers));
        }
        return new SafetensorsFile(header.metadata(), tensors);
    }

    /**
     * Writes a file; equal tensors give equal bytes.
     *
     * @throws FileAlreadyExistsException if it exists
     * @throws IOException if it would have more than {@link #MAX_BYTES}, which could not be read again
     */
    public void write(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        requireReadable(file);
        AtomicFile.create(file, this::writeTo);
    }

    /** As {@link #write}, but replaces an existing file. */
    public void replace(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        requireReadable(file);
        AtomicFile.replace(file, this::writeTo);
    }

    /** Reading and writing have the same limit, so every written file can be read. */
    private void requireReadable(Path file) throws IOException {
        long header = paddedLength(header(sorted()).toJson());
        long size = tensors.values().stream()
                .mapToLong(tensor -> tensor.bytes().remaining())
                .reduce(Long.BYTES + header, Long::sum);
        if (size > MAX_BYTES || header > MAX_HEADER_BYTES) {
            throw new IOException(file + " would have " + size + " bytes, " + header + " of them header: at most "
                    + MAX_BYTES + " and " + MAX_HEADER_BYTES + " are read again");
        }
    }

    /** SHA-256 of the bytes that are written, in lower-case hexadecimal. */
    public String checksum() {
        return Sha256.of(this::writeTo);
    }

    void writeTo(OutputStream out) throws IOException {
        List<Map.Entry<String, Tensor>> sorted = sorted();
        byte[] header = header(sorted).toJson();
        int padded = paddedLength(header);
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .array());
        out.write(header);
        out.write(" ".repeat(padded - header.length).getBytes(StandardCharsets.UTF_8));
        WritableByteChannel channel = Channels.newChannel(out);
        for (Map.Entry<String, Tensor> entry : sorted) {
            channel.write(entry.getValue().bytes());
        }
    }

    private List<Map.Entry<String, Tensor>> sorted() {
        return tensors.entrySet().stream().sorted(ORDER).toList();
    }

    private static int paddedLength(byte[] header) {
        return (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private SafetensorsHeader header(List<Map.Entry<String, Tensor>> sorted) {
        List<SafetensorsHeader.Entry> entries = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : sorted) {
            Tensor tensor = entry.getValue();
            long end = begin + tensor.bytes().remaining();
            entries.add(new SafetensorsHeader.Entry(entry.getKey(), tensor.type(), tensor.shape(), begin, end));
            begin = end;
        }
        return new SafetensorsHeader(metadata, entries);
    }
}
