package io.gen4j.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run directory to one training at a time, in this process and others. The system gives it back when the process
 * ends, however that comes about; the file stays.
 */
final class RunLock implements AutoCloseable {

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws FileAlreadyExistsException if another training has it */
    static RunLock acquire(RunDirectory run) throws IOException {
        Path file = run.lock();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new FileAlreadyExistsException(
                        run.path().toString(), null, "another training writes there: wait for its end, or stop it");
            }
            return new RunLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // a training in this process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
