package io.gen4j.app.studio.http;

/** The request is well formed, but the run is not in a state that allows it. Answered with 409. */
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }

    public ConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
