package io.gen4j.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path directory;

    @Test
    void replacesWhatWasThere() throws IOException {
        Path file = directory.resolve("new/notes.txt");

        AtomicFile.replace(file, "first");
        AtomicFile.replace(file, "second");

        assertEquals("second", Files.readString(file));
    }

    @Test
    void whoeverMayReadAnOrdinaryFileMayReadThese() throws IOException {
        Path ordinary = Files.writeString(directory.resolve("ordinary"), "");

        AtomicFile.replace(directory.resolve("ours"), "");

        assertEquals(Files.getPosixFilePermissions(ordinary), Files.getPosixFilePermissions(directory.resolve("ours")));
    }

    @Test
    void aWriterThatFailsLeavesTheOldContentAndNothingElse() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "old");

        assertThrows(
                IOException.class,
                () -> AtomicFile.replace(file, out -> {
                    out.write(1);
                    throw new IOException("disk full");
                }));

        assertEquals("old", Files.readString(file));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void createLeavesAFileThatExists() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "old");

        assertThrows(FileAlreadyExistsException.class, () -> AtomicFile.create(file, out -> out.write(1)));

        assertEquals("old", Files.readString(file));
    }
}
