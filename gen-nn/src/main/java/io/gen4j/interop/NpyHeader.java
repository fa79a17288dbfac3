package io.gen4j.interop;

import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The start of a NumPy array file, versions 1.0 to 3.0: a Python dictionary with the numbers' type, their order and the
 * shape. Read in one pass, so a header costs time in proportion to its length.
 *
 * @param order of the bytes in a number
 * @param isFortran whether the first dimension is the fastest
 * @param shape 1 to 32 dimensions, each at least 1
 * @param size bytes before the numbers
 */
record NpyHeader(NpyType type, ByteOrder order, boolean isFortran, long[] shape, int size) {

    /** NumPy itself refuses headers above 10,000 bytes unless it is told to trust them. */
    private static final int MAX_LENGTH = 1 << 16;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int PREAMBLE = MAGIC.length + 4;
    private static final int MAX_RANK = 32;

    /** How many numbers there are. */
    long count() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Whether a file that starts with these bytes is an array. */
    static boolean isMagic(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length));
    }

    /** The bytes before the numbers of a C-ordered float32 array. */
    static byte[] ofFloats(long[] shape) {
        String sizes = Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int length = (PREAMBLE + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - PREAMBLE;
        String padded = text + " ".repeat(length - text.length() - 1) + "\n";
        return ByteBuffer.allocate(PREAMBLE + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) length)
                .put(padded.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    /**
     * Reads a header and leaves the stream at the first number.
     *
     * @param name of the array in messages
     * @throws InvalidDataException if it is no NumPy header, or names numbers of an unreadable type
     */
    static NpyHeader read(InputStream in, String name) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (!isMagic(start) || start.length < MAGIC.length + 2) {
            throw new InvalidDataException(name + " is not an .npy file: numpy.save writes them");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new InvalidDataException(name + " has version " + version + " of the .npy format: expected 1 to 3");
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        long length = littleEndian(in.readNBytes(lengthBytes), lengthBytes, name);
        if (length > MAX_LENGTH) {
            throw new InvalidDataException(
                    name + " claims a header of " + length + " bytes: expected at most " + MAX_LENGTH);
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw new InvalidDataException(
                    name + " is truncated: its header has " + text.length + " of " + length + " bytes");
        }
        int size = start.length + lengthBytes + text.length;
        return new Parser(new String(text, StandardCharsets.UTF_8), name).header(size);
    }

    private static long littleEndian(byte[] bytes, int expected, String name) throws InvalidDataException {
        if (bytes.length < expected) {
            throw new InvalidDataException(name + " is truncated: it ends in the length of its header");
        }
        long value = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    /** Reads the dictionary from left to right. */
    private static final class Parser {

        private static final int MAX_DIGITS = 15;

        private final String text;
        private final String name;
        private int position;

        private @Nullable String type;
        private @Nullable Boolean fortran;
        private long @Nullable [] shape;

        Parser(String text, String name) {
            this.text = text;
            this.name = name;
        }

        NpyHeader header(int size) throws InvalidDataException {
            try {
                dictionary();
            } catch (EOFException e) {
                throw bad("a dictionary that ends", e);
            }
            if (type == null || fortran == null || shape == null) {
                throw bad("descr, fortran_order and shape", null);
            }
            return new NpyHeader(numberType(type), byteOrder(type), fortran, checked(shape), size);
        }

        private void dictionary() throws InvalidDataException, EOFException {
            expect('{');
            while (!accept('}')) {
                String key = string();
                expect(':');
                switch (key) {
                    case "descr" -> type = string();
                    case "fortran_order" -> fortran = truth();
                    case "shape" -> shape = tuple();
                    default -> throw bad("descr, fortran_order and shape alone", null);
                }
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            skipSpace();
            if (position < text.length()) {
                throw bad("nothing after the dictionary", null);
            }
        }

        private String string() throws InvalidDataException, EOFException {
            char quote = next();
            if (quote != '\'' && quote != '"') {
                throw bad(quote == '[' ? "one type of numbers, not records" : "a name or a type in quotes", null);
            }
            int end = text.indexOf(quote, position);
            if (end < 0) {
                throw new EOFException();
            }
            String value = text.substring(position, end);
            position = end + 1;
            return value;
        }

        private boolean truth() throws InvalidDataException, EOFException {
            char first = next();
            String word = first == 'T' ? "True" : "False";
            position--;
            if (!text.startsWith(word, position)) {
                throw bad("True or False for fortran_order", null);
            }
            position += word.length();
            return first == 'T';
        }

        private long[] tuple() throws InvalidDataException, EOFException {
            expect('(');
            long[] sizes = new long[MAX_RANK];
            int rank = 0;
            while (!accept(')')) {
                if (rank == MAX_RANK) {
                    throw bad("at most " + MAX_RANK + " dimensions", null);
                }
                sizes[rank++] = number();
                if (!accept(',')) {
                    expect(')');
                    break;
                }
            }
            return Arrays.copyOf(sizes, rank);
        }

        private long number() throws InvalidDataException, EOFException {
            skipSpace();
            int start = position;
            while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
                position++;
            }
            if (position == start || position - start > MAX_DIGITS) {
                throw bad("a dimension of 1 to " + MAX_DIGITS + " digits", null);
            }
            long value = Long.parseLong(text, start, position, 10);
            // Python 2 wrote long integers so.
            accept('L');
            return value;
        }

        private char next() throws EOFException {
            skipSpace();
            if (position == text.length()) {
                throw new EOFException();
            }
            return text.charAt(position++);
        }

        private void expect(char wanted) throws InvalidDataException, EOFException {
            if (next() != wanted) {
                throw bad("\"" + wanted + "\" at character " + position, null);
            }
        }

        private boolean accept(char wanted) throws EOFException {
            if (next() == wanted) {
                return true;
            }
            position--;
            return false;
        }

        private void skipSpace() {
            while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
                position++;
            }
        }

        private NpyType numberType(String descr) throws InvalidDataException {
            boolean hasOrder = !descr.isEmpty() && "<>|=".indexOf(descr.charAt(0)) >= 0;
            NpyType found = NpyType.of(hasOrder ? descr.substring(1) : descr);
            if (found == null) {
                throw new InvalidDataException(name + " has numbers of type " + Printable.of(descr)
                        + ": expected truth values, integers of 8 to 64 bits or floats of 16 to 64");
            }
            return found;
        }

        private static ByteOrder byteOrder(String descr) {
            return switch (descr.charAt(0)) {
                case '>' -> ByteOrder.BIG_ENDIAN;
                case '=' -> ByteOrder.nativeOrder();
                default -> ByteOrder.LITTLE_ENDIAN;
            };
        }

        private long[] checked(long[] sizes) throws InvalidDataException {
            long count = 1;
            for (long size : sizes) {
                if (size < 1 || count > Long.MAX_VALUE / Long.BYTES / size) {
                    throw wrongShape(sizes);
                }
                count *= size;
            }
            if (sizes.length == 0) {
                throw wrongShape(sizes);
            }
            return sizes;
        }

        private InvalidDataException wrongShape(long[] sizes) {
            return new InvalidDataException(name + " has the shape " + Arrays.toString(sizes) + ": expected 1 to "
                    + MAX_RANK + " dimensions, each at least 1, and fewer numbers than 2^60");
        }

        private InvalidDataException bad(String expected, @Nullable Exception cause) {
            return new InvalidDataException(
                    name + " has the header " + Printable.of(text.strip()) + ": expected " + expected, cause);
        }
    }
}
