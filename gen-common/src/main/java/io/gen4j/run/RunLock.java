package io.gen4j.run;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits a run directory to one training at a time, in this process and in others. The system releases the lock when the
 * process ends, however it ends. The file stays.
 *
 * <p>On POSIX systems a process loses its lock on a file when it closes any channel on that file. So a process that holds
 * the lock must not open the file again, not even to ask. The locks that this process holds are therefore listed here.
 */
final class RunLock implements AutoCloseable {

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

    private final RunDirectory run;
    private final FileChannel channel;
    private final Object key;

    private RunLock(RunDirectory run, FileChannel channel, Object key) {
        this.run = run;
        this.channel = channel;
        this.key = key;
    }

    /** @throws FileAlreadyExistsException if another training holds the lock */
    static RunLock acquire(RunDirectory run) throws IOException {
        synchronized (HELD) {
            Path file = run.lock();
            createIfMissing(file);
            Object key = key(file);
            if (HELD.contains(key) || KEPT_OPEN.containsKey(key) && isHeldElsewhere(file, key)) {
                throw refusal(run);
            }
            FileChannel channel = lock(file, key, run);
            HELD.add(key);
            return new RunLock(run, channel, key);
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

    private static FileChannel lock(Path file, Object key, RunDirectory run) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            for (int i = 0; channel.tryLock() == null; i++) {
                if (i == TRIES) {
                    throw refusal(run);
                }
                pause();
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            KEPT_OPEN.put(key, channel);
            throw refusal(run);
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

    private static FileAlreadyExistsException refusal(RunDirectory run) {
        return new FileAlreadyExistsException(
                run.path().toString(), null, "another training writes there: wait for its end, or stop it");
    }

    /**
     * Whether a training holds the lock, in this process or in another one. Containers and users may differ, as long as
     * this process may read the file.
     *
     * @throws IOException if the file cannot be read
     */
    static boolean isHeld(RunDirectory run) throws IOException {
        synchronized (HELD) {
            Path file = run.lock();
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

    /**
     * Checks that the run's directory still is the one that was locked, so that nothing is written to its old path.
     *
     * @throws RunMovedException if it was moved or removed
     */
    void requireInPlace() throws RunMovedException {
        if (!isInPlace()) {
            throw new RunMovedException(run.path());
        }
    }

    /** Whether the run's directory still is the one that was locked. */
    boolean isInPlace() {
        try {
            return key(run.lock()).equals(key);
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
