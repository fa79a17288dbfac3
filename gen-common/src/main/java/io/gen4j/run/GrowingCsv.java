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
 * A CSV file to which rows are added. Each is handed to the system at once, so that a run can be watched; those that a
 * checkpoint counts are on the disk before it is, and those behind it are cut off when a training goes on from it.
 */
final class GrowingCsv implements AutoCloseable {

    private static final String LENGTH = "bytes";

    private final Path file;
    private final FileChannel channel;

    private GrowingCsv(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Starts a file with its first row, replacing what was there. */
    static GrowingCsv start(Path file, String header) throws IOException {
        GrowingCsv csv = open(file);
        csv.channel.truncate(0);
        csv.append(header);
        return csv;
    }

    /** Goes on with a file as it was when {@link #save} was called; one that has been lost since is started anew. */
    static GrowingCsv resume(Path file, String header, State state) throws IOException {
        long length = state.integer(LENGTH);
        if (length < 0) {
            throw new InvalidDataException("the checkpoint says that " + file + " has " + length + " bytes");
        }
        if (Files.notExists(file) || Files.size(file) < length) {
            return start(file, header);
        }
        GrowingCsv csv = open(file);
        csv.channel.truncate(length);
        return csv;
    }

    private static GrowingCsv open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new GrowingCsv(file, channel);
    }

    /** Adds a row. */
    void append(String row) throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString(), null, "was removed while the training wrote to it");
        }
        ByteBuffer bytes = ByteBuffer.wrap((row + '\n').getBytes(StandardCharsets.UTF_8));
        try {
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw AtomicFile.named(file, e);
        }
    }

    /** Flushes the rows to the disk, and remembers how many bytes they are. */
    void save(State state) throws IOException {
        channel.force(true);
        state.putInteger(LENGTH, channel.size());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
