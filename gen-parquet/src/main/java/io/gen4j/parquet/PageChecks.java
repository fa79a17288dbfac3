package io.gen4j.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Checks what a page says of itself before parquet-column decodes it. That library makes arrays of any size that a damaged
 * page asks for.
 */
final class PageChecks {

    private static final int GROUP = 8;
    private static final int MAX_BIT_WIDTH = 32;
    private static final int MAX_BLOCK = 1 << 16;
    private static final int PAYLOAD_BITS = 7;

    private final ByteBuffer bytes;
    private final int count;

    /**
     * @param bytes of a page, decompressed
     * @param count of its values
     */
    PageChecks(byte[] bytes, int from, int count) {
        this.bytes = ByteBuffer.wrap(bytes, from, bytes.length - from).order(ByteOrder.LITTLE_ENDIAN);
        this.count = count;
    }

    /** Checks a length of four bytes and the definition levels after it, and passes them. */
    void levelsWithLength(int bitWidth) throws IOException {
        require(bytes.remaining() >= Integer.BYTES, "levels are cut off");
        int length = bytes.getInt();
        require(length >= 0 && length <= bytes.remaining(), "levels of " + length + " bytes");
        ByteBuffer levels = bytes.slice(bytes.position(), length);
        runs(levels, bitWidth);
        bytes.position(bytes.position() + length);
    }

    /** Checks definition levels that fill these bytes. */
    void levels(int bitWidth) throws IOException {
        runs(bytes.slice(), bitWidth);
    }

    /** Checks indices of a dictionary: a byte with their width, then runs. */
    void indices() throws IOException {
        if (!bytes.hasRemaining()) {
            // A page of nulls has none.
            return;
        }
        int bitWidth = bytes.get();
        require(bitWidth >= 0 && bitWidth <= MAX_BIT_WIDTH, "indices of " + bitWidth + " bits");
        runs(bytes, bitWidth);
    }

    /** Checks the header of numbers that are packed as differences. */
    void differences() throws IOException {
        long blockSize = unsigned(bytes);
        long miniBlocks = unsigned(bytes);
        long total = unsigned(bytes);
        require(
                blockSize > 0
                        && blockSize <= MAX_BLOCK
                        && miniBlocks > 0
                        && blockSize % miniBlocks == 0
                        && blockSize / miniBlocks % GROUP == 0,
                "blocks of " + blockSize + " in " + miniBlocks);
        require(total <= count, total + " numbers: expected at most " + count);
    }

    /** Runs of a repeated value, and of packed values in groups of eight. */
    private void runs(ByteBuffer in, int bitWidth) throws IOException {
        long covered = 0;
        while (covered < count && in.hasRemaining()) {
            long header = unsigned(in);
            boolean isPacked = (header & 1) == 1;
            long values = (header >>> 1) * (isPacked ? GROUP : 1);
            long size = isPacked ? (header >>> 1) * bitWidth : (bitWidth + Byte.SIZE - 1) / Byte.SIZE;
            require(
                    values > 0 && covered + values < (long) count + (isPacked ? GROUP : 1) && size <= in.remaining(),
                    "a run of " + values + " values");
            in.position(in.position() + (int) size);
            covered += values;
        }
    }

    private static long unsigned(ByteBuffer in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += PAYLOAD_BITS) {
            require(in.hasRemaining(), "a number is cut off");
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                require(value <= 0xffffffffL, "a number is too large");
                return value;
            }
        }
        throw new IOException("a number is too long");
    }

    private static void require(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException(what);
        }
    }
}
