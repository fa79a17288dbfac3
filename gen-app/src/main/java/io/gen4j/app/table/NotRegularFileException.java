package io.gen4j.app.table;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The failure for a path that names a link, a directory, a FIFO or a device instead of a file. */
public final class NotRegularFileException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    NotRegularFileException(Path file) {
        super(file.toString(), null, "is not a regular file: links, pipes and devices are not read");
    }
}
