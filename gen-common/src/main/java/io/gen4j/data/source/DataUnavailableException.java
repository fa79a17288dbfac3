package io.gen4j.data.source;

import io.gen4j.file.InvalidDataException;

/** Data that is not in the cache and that no mirror gave: a program may go on with other data, having said so. */
public final class DataUnavailableException extends InvalidDataException {

    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public DataUnavailableException(String message) {
        super(message);
    }
}
