package io.gen4j.runtime;

/**
 * A thread that does all the numeric work of its networks itself. {@link WorkerPool#shared()} has one worker on it, so
 * results do not depend on the number of processors. Build a network on the thread that runs it: a network is laid out for
 * the pool of the thread that builds it.
 *
 * <p>Use it where several networks run side by side, one thread each.
 */
public final class SingleWorkerThread extends Thread {

    /**
     * A daemon thread.
     *
     * @param task the code to run
     * @param name shown in thread dumps
     */
    public SingleWorkerThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }
}
