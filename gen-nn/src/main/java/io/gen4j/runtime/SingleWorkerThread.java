package io.gen4j.runtime;

import java.util.Objects;

/**
 * A thread that does all numeric work of its networks itself. Use it to run several networks side by side, one thread
 * each.
 *
 * <p>{@link WorkerPool#shared()} has one worker on this thread, so results do not depend on the number of processors.
 * Build a network on the thread that runs it: its layout is that of the building thread's pool.
 */
public final class SingleWorkerThread extends Thread {

    /**
     * Makes a daemon thread.
     *
     * @param task the code to run
     * @param name the name in thread dumps
     */
    public SingleWorkerThread(Runnable task, String name) {
        super(task, name);
        Objects.requireNonNull(task, "task");
        setDaemon(true);
    }
}
