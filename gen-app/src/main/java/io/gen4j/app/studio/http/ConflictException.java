package io.gen4j.app.studio.http;

/** A refusal of a well-formed request that the run's state does not allow. The server answers 409. */
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }

    public ConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
