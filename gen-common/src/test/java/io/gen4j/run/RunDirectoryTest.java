package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void takesAnotherNameWhenTwoRunsStartInOneSecond() throws IOException {
        LocalDateTime now = LocalDateTime.of(2026, 3, 4, 5, 6, 7);
        assertEquals(
                directory.resolve("vae-20260304-050607"),
                RunDirectory.create(directory, "vae", now).path());
        assertEquals(
                directory.resolve("vae-20260304-050607-2"),
                RunDirectory.create(directory, "vae", now).path());
    }

    @Test
    void touchesNothingThatExists() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.txt"), "mine");
        assertThrows(FileAlreadyExistsException.class, () -> RunDirectory.create(directory));
        assertThrows(FileAlreadyExistsException.class, () -> RunDirectory.create(file));
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void opensOnlyWhatHoldsAModel() throws IOException {
        RunDirectory run = RunDirectory.create(directory.resolve("run"));
        assertTrue(Files.isDirectory(run.samples()));
        assertThrows(NoSuchFileException.class, () -> RunDirectory.open(run.path()));
        assertThrows(NoSuchFileException.class, () -> RunDirectory.open(directory.resolve("other")));
        Files.writeString(run.model(), "a model");
        assertEquals(run, RunDirectory.open(run.path()));
    }
}
