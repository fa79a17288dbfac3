package io.gen4j;

/**
 * The training thread was interrupted, as {@link java.util.concurrent.Future#cancel} and {@link
 * java.util.concurrent.ExecutorService#shutdownNow} do. The update that was running is complete, the model is usable, and
 * the thread's interrupt flag is set.
 */
public final class TrainingInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message names the epoch and the step that the training reached */
    public TrainingInterruptedException(String message) {
        super(message);
    }
}
