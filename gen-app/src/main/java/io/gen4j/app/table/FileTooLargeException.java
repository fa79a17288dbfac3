package io.gen4j.app.table;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The failure for a file that is larger than its reader accepts. */
public final class FileTooLargeException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    FileTooLargeException(Path file, long maxBytes) {
        super(file.toString(), null, "is larger than " + maxBytes + " bytes, the most that is read");
    }
}
