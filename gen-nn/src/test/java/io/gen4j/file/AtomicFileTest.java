package io.gen4j.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Files are written through channels, which an interrupt closes. */
    @Test
    void anInterruptedThreadIsToldWhatWasNotWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "old");
        for (boolean before : new boolean[] {true, false}) {
            if (before) {
                Thread.currentThread().interrupt();
            }
            IOException e = assertThrows(
                    IOException.class,
                    () -> AtomicFile.replace(file, out -> {
                        Thread.currentThread().interrupt();
                        out.write(new byte[1 << 20]);
                    }));
            assertTrue(Thread.interrupted());
            assertTrue(e instanceof InterruptedIOException, e::toString);
            assertEquals(file + " was not written: the thread was interrupted", e.getMessage());
            assertEquals("old", Files.readString(file));
            try (var files = Files.list(directory)) {
                assertEquals(List.of(file), files.toList());
            }
        }
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

    @Test
    void anErrorLeavesNothingBehindEither() throws IOException {
        Path file = directory.resolve("notes.txt");

        assertThrows(
                OutOfMemoryError.class,
                () -> AtomicFile.replace(file, out -> {
                    throw new OutOfMemoryError("in a writer");
                }));

        assertNoFiles();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "é", "日", "😀"})
    void theLongestNameOfAFileCanBeWritten(String character) throws IOException {
        int bytes = character.getBytes(StandardCharsets.UTF_8).length;
        Path file = directory.resolve(character.repeat(255 / bytes));

        AtomicFile.replace(file, "content");

        assertEquals("content", Files.readString(file));
    }

    @Test
    void leftOversOfLongNamesAreDeleted() throws IOException {
        Path readOnly = FaultyFileSystem.path(directory, FaultyFileSystem.Fault.READ_ONLY, 2);
        assertThrows(IOException.class, () -> AtomicFile.replace(readOnly.resolve("n".repeat(250)), "content"));
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count());
        }

        AtomicFile.deleteLeftOvers(directory);

        assertNoFiles();
    }

    /** A directory's entry is durable once the directory that holds it is flushed. */
    @Test
    void newParentsAreFlushed() throws IOException {
        List<Path> flushed = new ArrayList<>();
        Path watched = FaultyFileSystem.watched(directory, flushed::add);

        AtomicFile.replace(watched.resolve("a/b/c.txt"), "content");

        assertTrue(
                flushed.containsAll(List.of(directory, directory.resolve("a"), directory.resolve("a/b"))),
                flushed.toString());
    }

    @Test
    void aMoveIsFlushedInItsNewPlace() throws IOException {
        List<Path> flushed = new ArrayList<>();
        Path watched = FaultyFileSystem.watched(directory, flushed::add);
        Files.createDirectories(directory.resolve("from/finished"));
        Files.createDirectory(directory.resolve("to"));

        AtomicFile.move(watched.resolve("from/finished"), watched.resolve("to/finished"));

        assertTrue(Files.isDirectory(directory.resolve("to/finished")));
        assertEquals(List.of(directory.resolve("to")), flushed);
    }

    @Test
    void onlyAFileThatIsThereIsFlushed() throws IOException {
        List<Path> flushed = new ArrayList<>();
        Path watched = FaultyFileSystem.watched(directory, flushed::add);
        Files.writeString(directory.resolve("picture.png"), "content");

        AtomicFile.flush(watched.resolve("picture.png"));

        assertEquals(List.of(directory.resolve("picture.png")), flushed);
        assertThrows(NoSuchFileException.class, () -> AtomicFile.flush(watched.resolve("none.png")));
        assertEquals("content", Files.readString(directory.resolve("picture.png")));
    }

    @Test
    void aFileInPlaceOfAParentIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        FileAlreadyExistsException failure = assertThrows(
                FileAlreadyExistsException.class, () -> AtomicFile.replace(file.resolve("below/notes.txt"), ""));

        assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
    }

    private void assertNoFiles() throws IOException {
        try (var files = Files.list(directory)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
