package io.gen4j.data.source;

import io.gen4j.file.InvalidDataException;

/** A folder whose shape leaves open what the labels are: the caller has to choose a {@link LabelRule}. */
public final class UnclearLabelsException extends InvalidDataException {

    private static final long serialVersionUID = 1L;

    UnclearLabelsException(String message) {
        super(message);
    }
}
