package io.gen4j.app.studio.workshop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Limits a directory to one workshop at a time. The system releases the lock when the process ends, however it ends. */
final class HomeLock implements AutoCloseable {

    private static final String FILE = ".workshop-lock";

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws FileAlreadyExistsException if another workshop uses the directory */
    static HomeLock acquire(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return new HomeLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw refusal(directory, e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw refusal(directory, null);
    }

    private static FileAlreadyExistsException refusal(Path directory, @Nullable Exception cause) {
        FileAlreadyExistsException refusal = new FileAlreadyExistsException(
                directory.toString(),
                null,
                "another studio has its workshop there: end it, or choose another directory");
        refusal.initCause(cause);
        return refusal;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
