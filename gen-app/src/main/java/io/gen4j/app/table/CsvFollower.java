package io.gen4j.app.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A follower of a CSV file of numbers that a training writes. Each call reads the lines completed since the last call.
 * It skips and counts lines without numbers, such as after a power failure.
 */
public final class CsvFollower {

    private static final int CHUNK_BYTES = 1 << 16;
    private static final int PROBE_BYTES = 64;

    private final Path file;
    private final RowSink sink;
    private CsvLines lines;
    private long offset;
    private byte[] probe = new byte[0];
    private boolean restarted;

    /** @param file may not exist yet */
    public CsvFollower(Path file, RowSink sink) {
        this.file = file;
        this.sink = sink;
        this.lines = new CsvLines(sink);
    }

    /**
     * Gives the sink the rows since the last call; all rows if the file was replaced or cut.
     *
     * @throws NotRegularFileException if it is not a regular file, for example a link
     */
    public void read() throws IOException {
        restarted = false;
        try (FileChannel channel = RegularFile.open(file)) {
            if (!isContinued(channel)) {
                restart();
            }
            readLines(channel);
        } catch (NoSuchFileException e) {
            if (offset > 0) {
                restart();
            }
        }
    }

    /** Whether the last call found another file than before, and so started again. */
    public boolean hasRestarted() {
        return restarted;
    }

    /** A one-line message about unreadable lines; empty if all lines are readable. */
    public Optional<String> damage() {
        return lines.damage().map(what -> file.getFileName() + ": " + what);
    }

    private void restart() {
        restarted = true;
        offset = 0;
        probe = new byte[0];
        lines = new CsvLines(sink);
    }

    /** A resumed training truncates the file and continues to write, so the length alone is not enough. */
    private boolean isContinued(FileChannel channel) throws IOException {
        if (channel.size() < offset) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate(probe.length);
        channel.position(offset - probe.length);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return Arrays.equals(bytes.array(), probe);
    }

    private void readLines(FileChannel channel) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, channel.size() - offset + 1));
        channel.position(offset);
        int kept = 0;
        while (channel.read(chunk) >= 0 || chunk.position() > kept) {
            int end = lastLineEnd(chunk.array(), chunk.position());
            if (end == 0 && chunk.hasRemaining()) {
                break;
            }
            int taken = end == 0 ? chunk.position() : end;
            lines.accept(chunk.array(), taken, end > 0);
            remember(chunk.array(), taken);
            chunk.flip().position(taken);
            chunk.compact();
            kept = chunk.position();
        }
    }

    private void remember(byte[] bytes, int length) {
        offset += length;
        probe = Arrays.copyOfRange(bytes, Math.max(0, length - PROBE_BYTES), length);
    }

    private static int lastLineEnd(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
