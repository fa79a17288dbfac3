package io.gen4j.data.array;

import io.gen4j.file.InvalidDataException;

/** The layout or the range of an array is ambiguous. Name it and read the array again. */
public final class UnclearArrayException extends InvalidDataException {

    private static final long serialVersionUID = 1L;

    UnclearArrayException(String message) {
        super(message);
    }
}
