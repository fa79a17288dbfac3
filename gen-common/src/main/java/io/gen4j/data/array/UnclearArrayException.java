package io.gen4j.data.array;

import io.gen4j.file.InvalidDataException;

/** An array whose layout or range could be more than one: the caller has to name it. */
public final class UnclearArrayException extends InvalidDataException {

    private static final long serialVersionUID = 1L;

    UnclearArrayException(String message) {
        super(message);
    }
}
