package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void aRunWhoseProcessIsGoneIsStopped() throws IOException {
        RunStatus.RUNNING.write(run);
        assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run), "no lock file");
        RunLock.acquire(run).close();
        assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run), "a free lock");
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
