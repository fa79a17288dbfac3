package io.gen4j.data.source;

import io.gen4j.file.InvalidDataException;

/** The labels of a folder are ambiguous. Choose a {@link LabelRule} and read again. */
public final class UnclearLabelsException extends InvalidDataException {

    private static final long serialVersionUID = 1L;

    UnclearLabelsException(String message) {
        super(message);
    }
}
