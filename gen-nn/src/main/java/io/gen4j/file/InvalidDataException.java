package io.gen4j.file;

import java.io.IOException;

/**
 * Data is missing, truncated or corrupt. Readers of files throw it. The message is one line for the user: the file, the
 * fault and the way out.
 */
public class InvalidDataException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public InvalidDataException(String message) {
        super(message);
    }

    /**
     * @param message one line for the user
     * @param cause the underlying failure
     */
    public InvalidDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
