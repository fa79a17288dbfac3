package io.gen4j.nn.device.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Draws the random numbers of the next step on a thread of its own, while the device runs the current one. They are a function
 * of the step, so it does not matter when they are drawn.
 */
public final class DrawingAhead implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread drawing = new Thread(task, "gen4j noise");
        drawing.setDaemon(true);
        return drawing;
    });
    private @Nullable Future<?> drawn;
    private @Nullable Object key;

    /** Starts to draw the numbers that {@link #finish} asks for under the same key. Only one may be under way. */
    public void begin(Object nextKey, Runnable drawing) {
        key = nextKey;
        drawn = thread.submit(drawing);
    }

    /** Waits for the numbers of a key, or draws them now if they were not begun. */
    public void finish(Object wanted, Runnable drawing) {
        Future<?> begun = drawn;
        drawn = null;
        if (begun != null) {
            await(begun);
        }
        if (begun == null || !wanted.equals(key)) {
            drawing.run();
        }
    }

    private static void await(Future<?> begun) {
        boolean interrupted = false;
        while (true) {
            try {
                begun.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("the random numbers cannot be drawn: " + e.getCause(), e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread after what it draws. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
