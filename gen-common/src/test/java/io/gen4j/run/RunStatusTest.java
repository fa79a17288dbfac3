package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunStatusTest {

    @TempDir
    private Path directory;

    private RunDirectory run;

    @BeforeEach
    void open() {
        run = new RunDirectory(directory);
    }

    @Test
    void aRunThatSaysNothingHasNoStatus() throws IOException {
        assertEquals(Optional.empty(), RunStatus.of(run));
        for (String content : new String[] {"{", "", "[]", "7", "{\"status\": \"asleep\"}", "{\"status\": 7}"}) {
            Files.writeString(directory.resolve("status.json"), content);
            assertEquals(Optional.empty(), RunStatus.of(run), content);
        }
    }

    @Test
    void writtenStatusesAreRead() throws IOException {
        try (RunLock lock = RunLock.acquire(run)) {
            for (RunStatus status : RunStatus.values()) {
                status.write(run);
                assertEquals(Optional.of(status), RunStatus.of(run));
            }
            assertEquals(true, lock.isInPlace());
        }
    }

    @Test
    void aTrainingThatHasJustBegunRuns() throws IOException {
        try (RunLock lock = RunLock.acquire(run)) {
            assertEquals(Optional.of(RunStatus.RUNNING), RunStatus.of(run));
            assertEquals(true, lock.isInPlace());
        }
        assertEquals(Optional.empty(), RunStatus.of(run));
    }

    @Test
    void aRunWhoseProcessIsGoneIsStopped() throws IOException {
        RunStatus.RUNNING.write(run);
        assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run), "no lock file");
        RunLock.acquire(run).close();
        assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run), "a free lock");
    }

    /** A clock that steps, or a machine that started again, leaves files of the past and of the future. */
    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2000-02-29T12:00:00Z", "2100-01-01T00:00:00Z"})
    void theClockSaysNothingOfARun(String time) throws IOException {
        FileTime stepped = FileTime.from(Instant.parse(time));
        try (RunLock lock = RunLock.acquire(run)) {
            RunStatus.RUNNING.write(run);
            setTimes(stepped);
            assertEquals(Optional.of(RunStatus.RUNNING), RunStatus.of(run));
            assertEquals(true, lock.isInPlace());
        }
        setTimes(stepped);
        assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run));
        try (RunLock lock = RunLock.acquire(run)) {
            assertEquals(true, lock.isInPlace(), "resumed");
        }
    }

    private void setTimes(FileTime time) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
    }

    /** Of a run in another container, the number of the process means something else or nothing here. */
    @Test
    void aLiveRunIsRunningWhateverItsProcessIs() throws IOException {
        try (RunLock lock = RunLock.acquire(run)) {
            RunStatus.RUNNING.write(run);
            Path file = directory.resolve("status.json");
            String running = Files.readString(file);
            for (String process : new String[] {"1", "2147483647", "null"}) {
                Files.writeString(file, running.replaceAll("\"process\":\\d+", "\"process\":" + process));
                assertEquals(Optional.of(RunStatus.RUNNING), RunStatus.of(run));
            }
            assertEquals(true, lock.isInPlace());
        }
    }
}
