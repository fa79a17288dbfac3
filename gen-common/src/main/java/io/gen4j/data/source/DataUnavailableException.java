package io.gen4j.data.source;

import io.gen4j.file.InvalidDataException;

/** The data is not in the cache and no mirror delivered it. Catch it to continue with other data, and tell the user. */
public final class DataUnavailableException extends InvalidDataException {

    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public DataUnavailableException(String message) {
        super(message);
    }
}
