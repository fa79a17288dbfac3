package io.gen4j.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
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

    @Test
    void deletesWhatAWriterThatWasKilledLeft() throws IOException {
        Path below = Files.createDirectory(directory.resolve("below"));
        Path leftOver = Files.createFile(below.resolve(".notes.txt." + UUID.randomUUID() + ".part"));
        Path users = Files.createFile(below.resolve(".notes.part"));

        AtomicFile.deleteLeftOvers(directory);

        assertFalse(Files.exists(leftOver));
        assertTrue(Files.exists(users));
    }
}
