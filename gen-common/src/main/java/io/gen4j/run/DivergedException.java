package io.gen4j.run;

/** A loss or a weight has become infinite or is no number: the training leads nowhere from here. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message which number, in which step and network */
    public DivergedException(String message) {
        super(message);
    }
}
