package io.gen4j.app.option;

import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses files that exist or cannot be written, before the work starts. */
public final class NewFile {

    private NewFile() {}

    /**
     * Refuses a file that exists or cannot be made.
     *
     * @throws FileAlreadyExistsException if it exists
     */
    public static void require(Path file) throws IOException {
        require(file, false, "choose another one");
    }

    /**
     * As {@link #require(Path)}, of a command with {@code --force}.
     *
     * @param force whether the file may exist
     */
    static void requireUnlessForced(Path file, boolean force) throws IOException {
        require(file, force, "use --force to replace it");
    }

    private static void require(Path file, boolean mayExist, String wayOut) throws IOException {
        if (Files.exists(file) && !mayExist) {
            throw new FileAlreadyExistsException(file.toString(), null, "exists already: " + wayOut);
        }
        AtomicFile.requireCreatable(file);
    }
}
