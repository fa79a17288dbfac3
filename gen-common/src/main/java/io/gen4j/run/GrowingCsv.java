package io.gen4j.run;

import io.gen4j.checkpoint.State;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A CSV file that grows by rows. The system gets each row at once, so that a reader can watch a run. A checkpoint flushes
 * the rows to the disk and remembers their length; resuming from it cuts off later rows. A row that could not be written
 * whole is cut off before the next one.
 */
final class GrowingCsv implements AutoCloseable {

    private static final String LENGTH = "bytes";

    private final Path file;
    private final FileChannel channel;

    private long length;

    private GrowingCsv(Path file, FileChannel channel, long length) {
        this.file = file;
        this.channel = channel;
        this.length = length;
    }

    /** Starts a file with its first row, and replaces an existing file. */
    static GrowingCsv start(Path file, String header) throws IOException {
        GrowingCsv csv = open(file, 0);
        csv.append(header);
        return csv;
    }

    /** Whether a file has at least what it had at {@link #save}. */
    static boolean isWhole(Path file, State state) throws IOException {
        return Files.exists(file) && Files.size(file) >= state.integer(LENGTH);
    }

    /** Continues a file as it was at {@link #save}. A file that was lost since is started anew. */
    static GrowingCsv resume(Path file, String header, State state) throws IOException {
        long length = state.integer(LENGTH);
        if (length < 0) {
            throw new InvalidDataException("the checkpoint says that " + file + " has " + length + " bytes");
        }
        if (Files.notExists(file) || Files.size(file) < length) {
            return start(file, header);
        }
        GrowingCsv csv = open(file, length);
        csv.cut();
        return csv;
    }

    /** Continues a file as it is. */
    static GrowingCsv append(Path file) throws IOException {
        return open(file, Files.size(file));
    }

    private static GrowingCsv open(Path file, long length) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new GrowingCsv(file, channel, length);
    }

    private void cut() throws IOException {
        if (channel.size() != length) {
            channel.truncate(length);
        }
    }

    /** Adds a row. */
    void append(String row) throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString(), null, "was removed while the training wrote to it");
        }
        ByteBuffer bytes = ByteBuffer.wrap((row + '\n').getBytes(StandardCharsets.UTF_8));
        try {
            cut();
            channel.position(length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            length = channel.position();
        } catch (IOException e) {
            throw AtomicFile.named(file, e);
        }
    }

    /** Flushes the rows to the disk and remembers their length in bytes. */
    void save(State state) throws IOException {
        channel.force(true);
        state.putInteger(LENGTH, length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
