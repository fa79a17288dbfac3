package io.gen4j.file.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks a file for one holder at a time, in this process and in others. The system releases the lock when the process
 * ends, however it ends. The file stays.
 *
 * <p>On POSIX systems a process loses its lock on a file when it closes any channel on that file. So a process that holds
 * the lock must not open the file again, not even to ask. The locks that this process holds are therefore listed here.
 */
public final class ProcessLock implements AutoCloseable {

    /** Tries to get the lock, and the pause between two: {@link #isHeld} holds a shared lock for a moment. */
    private static final int TRIES = 20;

    private static final long PAUSE_MILLIS = 25;

    /** The keys of the locked files. Static, since it mirrors the system's list for each process. */
    private static final Set<Object> HELD = new HashSet<>();

    /**
     * Channels on files that a copy of this class in another class loader has locked, by the key of the file. Closing them
     * would unlock, so they stay until the lock is free. One per file, however often it is asked for.
     */
    private static final Map<Object, FileChannel> KEPT_OPEN = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    private final Object key;

    private ProcessLock(Path file, FileChannel channel, Object key) {
        this.file = file;
        this.channel = channel;
        this.key = key;
    }

    /**
     * Locks a file, which it makes if it is missing.
     *
     * @return the lock; empty if another holder has it
     */
    public static Optional<ProcessLock> acquire(Path file) throws IOException {
        synchronized (HELD) {
            createIfMissing(file);
            Object key = key(file);
            if (HELD.contains(key) || KEPT_OPEN.containsKey(key) && isHeldElsewhere(file, key)) {
                return Optional.empty();
            }
            @Nullable FileChannel channel = lock(file, key);
            if (channel == null) {
                return Optional.empty();
            }
            HELD.add(key);
            return Optional.of(new ProcessLock(file, channel, key));
        }
    }

    /** Creating a file opens it; opening one that exists would cost another holder in this process its lock. */
    private static void createIfMissing(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw e;
            }
        }
    }

    private static @Nullable FileChannel lock(Path file, Object key) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            for (int i = 0; i <= TRIES; i++) {
                if (channel.tryLock() != null) {
                    return channel;
                }
                if (i < TRIES) {
                    pause();
                }
            }
            channel.close();
            return null;
        } catch (OverlappingFileLockException e) {
            KEPT_OPEN.put(key, channel);
            return null;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether a holder has the lock, in this process or in another one. Containers and users may differ, as long as this
     * process may read the file. A missing file is not locked.
     *
     * @throws IOException if the file cannot be read
     */
    public static boolean isHeld(Path file) throws IOException {
        synchronized (HELD) {
            try {
                Object key = key(file);
                return HELD.contains(key) || isHeldElsewhere(file, key);
            } catch (NoSuchFileException e) {
                return false;
            }
        }
    }

    private static boolean isHeldElsewhere(Path file, Object key) throws IOException {
        @Nullable FileChannel kept = KEPT_OPEN.get(key);
        FileChannel channel = kept == null ? FileChannel.open(file, StandardOpenOption.READ) : kept;
        try {
            @Nullable FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
            // Nobody else in this process holds the lock, so closing costs nobody theirs.
            KEPT_OPEN.remove(key);
            channel.close();
            return shared == null;
        } catch (OverlappingFileLockException e) {
            KEPT_OPEN.put(key, channel);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            KEPT_OPEN.remove(key);
            channel.close();
            throw e;
        }
    }

    /** Whether the file still is the one that was locked. */
    public boolean isInPlace() {
        try {
            return key(file).equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    /** The identity of a file under all its names. */
    private static Object key(Path file) throws IOException {
        @Nullable
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath().toString() : key;
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            HELD.remove(key);
            channel.close();
        }
    }
}
