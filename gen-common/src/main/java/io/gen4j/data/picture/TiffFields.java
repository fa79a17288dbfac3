package io.gen4j.data.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The whole numbers in the first directory of a TIFF file, which EXIF uses too. Damaged fields are passed over; nothing costs
 * more than the bytes that are there.
 */
final class TiffFields {

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int ORIENTATION = 274;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int STRIP_BYTES = 279;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_BYTES = 325;

    private static final int ENTRY = 12;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final Map<Integer, long[]> values = new HashMap<>();

    /** @param tiff starts with {@code II*} or {@code MM*} */
    TiffFields(byte[] tiff, int offset, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff, offset, length).slice();
        if (length < 8) {
            return;
        }
        bytes.order(bytes.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = bytes.getInt(4) & 0xffffffffL;
        if (directory > length - 2) {
            return;
        }
        int count = bytes.getShort((int) directory) & 0xffff;
        for (int i = 0; i < count && directory + 2 + (i + 1L) * ENTRY <= length; i++) {
            read(bytes, (int) directory + 2 + i * ENTRY);
        }
    }

    private void read(ByteBuffer bytes, int entry) {
        int type = bytes.getShort(entry + 2);
        int size = type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
        long count = bytes.getInt(entry + 4) & 0xffffffffL;
        long start = count * size <= Integer.BYTES ? entry + 8L : bytes.getInt(entry + 8) & 0xffffffffL;
        if (size == 0 || count == 0 || start + count * size > bytes.limit()) {
            return;
        }
        long[] numbers = new long[(int) count];
        for (int i = 0; i < numbers.length; i++) {
            int at = (int) start + i * size;
            numbers[i] = switch (size) {
                case 1 -> bytes.get(at) & 0xff;
                case 2 -> bytes.getShort(at) & 0xffff;
                default -> bytes.getInt(at) & 0xffffffffL;
            };
        }
        values.put(bytes.getShort(entry) & 0xffff, numbers);
    }

    /** A field's numbers; none if it is missing. */
    long[] get(int tag) {
        return values.getOrDefault(tag, new long[0]);
    }

    /** A field's first number. */
    long first(int tag, long otherwise) {
        long[] numbers = get(tag);
        return numbers.length == 0 ? otherwise : numbers[0];
    }
}
