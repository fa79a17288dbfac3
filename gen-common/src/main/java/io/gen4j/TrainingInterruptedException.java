package io.gen4j;

/**
 * Thrown when the training thread is interrupted, for example by {@link java.util.concurrent.Future#cancel} or {@link
 * java.util.concurrent.ExecutorService#shutdownNow}. The current update is complete, the model is usable, and the
 * thread's interrupt flag is set.
 */
public final class TrainingInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message names the epoch and the step that the training reached */
    public TrainingInterruptedException(String message) {
        super(message);
    }
}
