package io.gen4j.app.export;

import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The rule for every directory that an export fills: it holds nothing yet. */
final class ExportDirectory {

    private ExportDirectory() {}

    /**
     * Refuses a directory that cannot be filled, before any work is done.
     *
     * @throws FileAlreadyExistsException if it is a file, or holds something
     * @throws AccessDeniedException if it cannot be made
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
