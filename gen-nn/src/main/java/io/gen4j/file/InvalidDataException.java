package io.gen4j.file;

import java.io.IOException;

/** Data that is missing, truncated or corrupt. The message is one line: the file, what is wrong with it, the way out. */
public class InvalidDataException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public InvalidDataException(String message) {
        super(message);
    }

    /**
     * @param message one line for the user
     * @param cause what was met underneath
     */
    public InvalidDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
