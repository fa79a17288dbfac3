package io.gen4j.data.source;

import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The table of contents at the end of a zip archive. A reader keeps it in memory, so a forged one must not be long. */
final class ZipDirectory {

    /** As much as 100,000 entries with long names need. */
    static final long MAX_BYTES = 64L << 20;

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int START_FIELD = 16;
    private static final int LONG_LOCATOR = 0x07064b50;
    private static final int LONG_LOCATOR_BYTES = 20;
    private static final int LONG_END_FIELD = 8;
    private static final int LONG_START_FIELD = 48;
    private static final long UNSIGNED = 0xffffffffL;
    private static final int MAX_COMMENT = 0xffff;

    private ZipDirectory() {}

    /** @throws InvalidDataException if the table is too long or missing */
    static void requireSmall(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            int length = (int) Math.min(size, MAX_COMMENT + END_BYTES + LONG_LOCATOR_BYTES);
            ByteBuffer tail = read(channel, size - length, length);
            int end = end(tail);
            if (end < 0) {
                throw new InvalidDataException(file + " is no zip archive, or damaged: it has no end");
            }
            if (size - start(channel, tail, end) > MAX_BYTES) {
                throw new InvalidDataException(
                        file + " has a table of contents of more than " + MAX_BYTES + " bytes: pack fewer files");
            }
        }
    }

    private static int end(ByteBuffer tail) {
        for (int i = tail.limit() - END_BYTES; i >= 0; i--) {
            if (tail.getInt(i) == END) {
                return i;
            }
        }
        return -1;
    }

    /** Where the table starts. Archives of more than 4 GiB say it in another place, and a forged one may do so, too. */
    private static long start(FileChannel channel, ByteBuffer tail, int end) throws IOException {
        int locator = end - LONG_LOCATOR_BYTES;
        if (locator < 0 || tail.getInt(locator) != LONG_LOCATOR) {
            return tail.getInt(end + START_FIELD) & UNSIGNED;
        }
        long record = tail.getLong(locator + LONG_END_FIELD);
        if (record < 0 || record > channel.size() - LONG_START_FIELD - Long.BYTES) {
            return 0;
        }
        return read(channel, record + LONG_START_FIELD, Long.BYTES).getLong(0);
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            continue;
        }
        return bytes.flip();
    }
}
