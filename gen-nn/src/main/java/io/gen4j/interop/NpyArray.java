package io.gen4j.interop;

import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One array in a NumPy file ({@code .npy}) or archive ({@code .npz}). Its numbers are read in single precision, rows first,
 * for every type, byte order and memory order. Use {@link #open()} for arrays that are too large for memory, and {@link
 * #read()} for the others. Immutable; reads the file anew each time.
 */
public final class NpyArray {

    private static final String ENDING = ".npy";
    private static final int MAX_ENTRIES = 1_000;
    private static final int BUFFER = 1 << 16;

    /** No deflated byte expands to more bytes. */
    private static final int MAX_INFLATION = 1032;

    private final Path file;
    private final @Nullable String entry;
    private final NpyHeader header;

    private NpyArray(Path file, @Nullable String entry, NpyHeader header) {
        this.file = file;
        this.entry = entry;
        this.header = header;
    }

    /**
     * The arrays in a file: one in an {@code .npy} file, any number in an {@code .npz} archive. The content tells which it is,
     * not the name.
     *
     * @throws InvalidDataException if the file is missing, neither of the two, damaged, or has numbers that are not read
     */
    public static List<NpyArray> in(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        if (!Files.isRegularFile(file)) {
            throw new InvalidDataException(file + " is missing or not a file: expected an .npy or .npz file");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(2);
            byte[] start = in.readNBytes(2);
            if (start.length == 2 && start[0] == 'P' && start[1] == 'K') {
                return inArchive(file);
            }
            in.reset();
            NpyHeader header = NpyHeader.read(in, file.toString());
            requireSize(file.toString(), header, Files.size(file));
            return List.of(new NpyArray(file, null, header));
        }
    }

    private static List<NpyArray> inArchive(Path file) throws IOException {
        List<NpyArray> arrays = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new InvalidDataException(
                        file + " has " + zip.size() + " entries: expected at most " + MAX_ENTRIES + " arrays");
            }
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().endsWith(ENDING)) {
                    String name = file + "/" + Printable.of(entry.getName());
                    try (InputStream in = zip.getInputStream(entry)) {
                        NpyHeader header = NpyHeader.read(in, name);
                        requirePossible(name, entry.getSize(), Files.size(file));
                        requireSize(name, header, entry.getSize());
                        arrays.add(new NpyArray(file, entry.getName(), header));
                    }
                }
            }
        } catch (ZipException | IllegalArgumentException | EOFException e) {
            throw new InvalidDataException(file + " is damaged: " + Printable.of(String.valueOf(e.getMessage())), e);
        }
        if (arrays.isEmpty()) {
            throw new InvalidDataException(file + " is an archive without arrays: numpy.savez writes them");
        }
        return arrays;
    }

    private static void requirePossible(String name, long size, long fileSize) throws InvalidDataException {
        if (size / MAX_INFLATION > fileSize) {
            throw new InvalidDataException(
                    name + " claims " + size + " bytes, which cannot come out of an archive of " + fileSize);
        }
    }

    private static void requireSize(String name, NpyHeader header, long size) throws InvalidDataException {
        long expected = header.size() + header.count() * header.type().size();
        if (size != expected) {
            throw new InvalidDataException(name + (size < expected ? " is truncated: " : " goes on after its numbers: ")
                    + "it has " + size + " bytes, and its header asks for " + expected);
        }
    }

    /** The name in messages: the file, and the entry of an archive. */
    public String name() {
        return entry == null ? file.toString() : file + "/" + Printable.of(entry);
    }

    /** Its name in an archive without {@code .npy}; empty for a file of its own. */
    public String key() {
        return entry == null ? "" : entry.substring(0, entry.length() - ENDING.length());
    }

    /** The length of each dimension. */
    public long[] shape() {
        return header.shape().clone();
    }

    /** How many numbers there are. */
    public long count() {
        return header.count();
    }

    /** The kind of numbers. */
    public NpyType type() {
        return header.type();
    }

    /** The numbers from the first to the last, rows first. */
    public Numbers open() throws IOException {
        return header.isFortran() && header.shape().length > 1 ? new ReorderedNumbers() : new StreamedNumbers();
    }

    /**
     * The whole array.
     *
     * @return float, 'c' order
     * @throws InvalidDataException if it is damaged, or has more numbers than {@link NpyFile#MAX_VALUES}
     */
    public INDArray read() throws IOException {
        if (count() > NpyFile.MAX_VALUES) {
            throw new InvalidDataException(
                    name() + " has " + count() + " numbers: at most " + NpyFile.MAX_VALUES + " are read at once");
        }
        INDArray array = NativeArrays.zeros(shape());
        try (Numbers numbers = open()) {
            float[] piece = new float[BUFFER];
            for (long offset = 0; offset < count(); offset += piece.length) {
                int length = (int) Math.min(piece.length, count() - offset);
                numbers.read(piece, length);
                HostMemory.write(piece, array, offset, length);
            }
        } catch (IOException | RuntimeException e) {
            array.close();
            throw e;
        }
        return array;
    }

    /** Numbers one after the other. For one thread; to be closed. */
    public interface Numbers extends Closeable {

        /**
         * The next numbers.
         *
         * @param target receives them from its start on
         * @param count at most as many as are left
         * @throws InvalidDataException if the file is damaged
         */
        void read(float[] target, int count) throws IOException;
    }

    /** Numbers in the order of the file. */
    private final class StreamedNumbers implements Numbers {

        private final @Nullable ZipFile zip;
        private final InputStream in;
        private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).order(header.order());

        StreamedNumbers() throws IOException {
            if (entry == null) {
                zip = null;
                in = Files.newInputStream(file);
            } else {
                zip = new ZipFile(file.toFile());
                in = zip.getInputStream(zip.getEntry(entry));
            }
            in.skipNBytes(header.size());
            bytes.limit(0);
        }

        @Override
        public void read(float[] target, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                if (!bytes.hasRemaining()) {
                    fill((long) (count - i) * type().size());
                }
                target[i] = type().next(bytes);
            }
        }

        private void fill(long wanted) throws IOException {
            int length = (int) Math.min(bytes.capacity(), wanted);
            try {
                int found = in.readNBytes(bytes.array(), 0, length);
                if (found < length) {
                    throw new InvalidDataException(name() + " is truncated: its numbers end too early");
                }
            } catch (ZipException | EOFException e) {
                throw new InvalidDataException(name() + " is damaged: " + e.getMessage(), e);
            }
            bytes.position(0).limit(length);
        }

        @Override
        public void close() throws IOException {
            in.close();
            if (zip != null) {
                zip.close();
            }
        }
    }

    /** Numbers that the file holds columns first. All of them are in memory. */
    private final class ReorderedNumbers implements Numbers {

        private final float[] values;
        private final int[] index = new int[header.shape().length];
        private final int[] strides = new int[header.shape().length];

        ReorderedNumbers() throws IOException {
            if (count() > NpyFile.MAX_VALUES) {
                throw new InvalidDataException(name() + " has " + count() + " numbers in Fortran order: at most "
                        + NpyFile.MAX_VALUES + " are read; save numpy.ascontiguousarray of it");
            }
            values = new float[(int) count()];
            try (Numbers inFileOrder = new StreamedNumbers()) {
                inFileOrder.read(values, values.length);
            }
            int stride = 1;
            for (int axis = 0; axis < strides.length; axis++) {
                strides[axis] = stride;
                stride *= (int) header.shape()[axis];
            }
        }

        @Override
        public void read(float[] target, int count) {
            for (int i = 0; i < count; i++) {
                int position = 0;
                for (int axis = 0; axis < index.length; axis++) {
                    position += index[axis] * strides[axis];
                }
                target[i] = values[position];
                advance();
            }
        }

        private void advance() {
            for (int axis = index.length - 1; axis >= 0; axis--) {
                if (++index[axis] < header.shape()[axis]) {
                    return;
                }
                index[axis] = 0;
            }
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
