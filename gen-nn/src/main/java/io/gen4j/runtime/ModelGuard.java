package io.gen4j.runtime;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Guards a model's native memory. Use one per model; its trainers share it. One call at a time uses the memory. {@link
 * #close} waits for the running call, and later calls throw an {@link IllegalStateException}.
 *
 * <pre>{@code
 * public INDArray generate(INDArray latents) {
 *     return guard.use(() -> generator.run(latents));
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public class ModelGuard {

    /** The guard of models that manage their memory themselves. */
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

    /** Makes a guard of an open model. */
    public ModelGuard() {}

    /**
     * A call that uses the model's memory.
     *
     * @param <T> the type of the result
     * @param <E> the type of the exception
     */
    @FunctionalInterface
    public interface Use<T, E extends Exception> {

        /** Runs the call. */
        T run() throws E;
    }

    /**
     * Runs a call. No other call runs at the same time.
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
     * Closes the model: waits for the running call, then frees the memory. A second call does nothing.
     *
     * @param memory frees all native memory
     * @throws IllegalStateException if a call that uses the model closes it
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

    /** Frees other native memory, such as a trainer's. No call runs at the same time. */
    public void release(Runnable memory) {
        lock.lock();
        try {
            memory.run();
        } finally {
            lock.unlock();
        }
    }
}
