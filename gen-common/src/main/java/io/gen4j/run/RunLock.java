package io.gen4j.run;

import io.gen4j.file.internal.ProcessLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;

/** Limits a run directory to one training at a time, in this process and in others. */
final class RunLock implements AutoCloseable {

    private final RunDirectory run;
    private final ProcessLock lock;

    private RunLock(RunDirectory run, ProcessLock lock) {
        this.run = run;
        this.lock = lock;
    }

    /** @throws FileAlreadyExistsException if another training holds the lock */
    static RunLock acquire(RunDirectory run) throws IOException {
        return new RunLock(
                run,
                ProcessLock.acquire(run.lock())
                        .orElseThrow(() -> new FileAlreadyExistsException(
                                run.path().toString(),
                                null,
                                "another training writes there: wait for its end, or stop it")));
    }

    /**
     * Whether a training holds the lock, in this process or in another one.
     *
     * @throws IOException if the file cannot be read
     */
    static boolean isHeld(RunDirectory run) throws IOException {
        return ProcessLock.isHeld(run.lock());
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
        return lock.isInPlace();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
