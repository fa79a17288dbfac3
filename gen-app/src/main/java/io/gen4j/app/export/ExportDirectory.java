package io.gen4j.app.export;

import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The check of every directory that an export fills: it must be new or empty. */
final class ExportDirectory {

    private ExportDirectory() {}

    /**
     * Refuses an unsuitable directory before any work starts.
     *
     * @throws FileAlreadyExistsException if the path is a file, or the directory is not empty
     * @throws AccessDeniedException if the directory cannot be created
     */
    static void requireNew(Path directory) throws IOException {
        if (Files.exists(directory) && !isEmpty(directory)) {
            throw new FileAlreadyExistsException(
                    directory.toString(), null, "exists and is not an empty directory: choose another one");
        }
        AtomicFile.requireCreatable(directory);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
