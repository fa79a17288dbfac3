package io.gen4j.data;

/**
 * The thread was interrupted while it waited for a batch. Catch it to end a training loop of your own. Its interrupt flag
 * is set.
 */
public final class ReadInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message names the batch that the thread waited for */
    public ReadInterruptedException(String message, InterruptedException cause) {
        super(message, cause);
    }
}
