package io.gen4j.app.studio.workshop;

import io.gen4j.file.internal.ProcessLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Limits a directory to one workshop at a time. */
final class HomeLock {

    private static final String FILE = ".workshop-lock";

    private HomeLock() {}

    /** @throws FileAlreadyExistsException if another workshop uses the directory */
    static ProcessLock acquire(Path directory) throws IOException {
        Files.createDirectories(directory);
        return ProcessLock.acquire(directory.resolve(FILE))
                .orElseThrow(() -> new FileAlreadyExistsException(
                        directory.toString(),
                        null,
                        "another studio has its workshop there: end it, or choose another directory"));
    }
}
