package io.gen4j.runtime;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Guards a model's native memory: one call at a time uses it, {@link #close} waits for the call that runs, and later calls
 * are refused. Every model has one, and its trainers share it.
 *
 * <pre>{@code
 * public INDArray generate(INDArray latents) {
 *     return guard.use(() -> generator.run(latents));
 * }
 * }</pre>
 *
 * <p>Safe for any number of threads.
 */
public class ModelGuard {

    /** For models that look after their memory themselves. */
    public static final ModelGuard NONE = new ModelGuard() {
        @Override
        public <T, E extends Exception> T use(Use<T, E> call) throws E {
            return call.run();
        }

        @Override
        public void release(Runnable memory) {
            memory.run();
        }
    };

    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    /** A guard of a model that is open. */
    public ModelGuard() {}

    /**
     * A call that uses the model's memory.
     *
     * @param <T> its result
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Use<T, E extends Exception> {

        /** Runs the call. */
        T run() throws E;
    }

    /**
     * Runs a call while no other runs.
     *
     * @throws IllegalStateException if the model is closed
     */
    public <T, E extends Exception> T use(Use<T, E> call) throws E {
        lock.lock();
        try {
            requireOpen();
            return call.run();
        } finally {
            lock.unlock();
        }
    }

    /** @throws IllegalStateException if the model is closed */
    public void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this model is closed");
        }
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Closes the model: waits for the call that runs, and then frees the memory. A second call does nothing.
     *
     * @param memory frees everything native
     * @throws IllegalStateException if a call of the model closes it from within
     */
    public void close(Runnable memory) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("this model is in use by the call that closes it");
        }
        release(() -> {
            if (!closed) {
                closed = true;
                memory.run();
            }
        });
    }

    /** Frees memory beside the model's own, such as a trainer's, while no call runs. */
    public void release(Runnable memory) {
        lock.lock();
        try {
            memory.run();
        } finally {
            lock.unlock();
        }
    }
}
