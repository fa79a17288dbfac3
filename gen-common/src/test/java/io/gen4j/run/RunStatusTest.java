package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStatusTest {

    @TempDir
    private Path directory;

    @Test
    void aRunThatSaysNothingHasNoStatus() throws IOException {
        assertEquals(Optional.empty(), RunStatus.of(new RunDirectory(directory)));
        Files.writeString(directory.resolve("status.json"), "{");
        assertEquals(Optional.empty(), RunStatus.of(new RunDirectory(directory)));
        Files.writeString(directory.resolve("status.json"), "{\"status\": \"asleep\"}");
        assertEquals(Optional.empty(), RunStatus.of(new RunDirectory(directory)));
    }

    @Test
    void whatIsSaidIsRead() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        for (RunStatus status : RunStatus.values()) {
            status.write(run);
            assertEquals(Optional.of(status), RunStatus.of(run));
        }
    }

    @Test
    void aRunWhoseProcessIsGoneIsStopped() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        RunStatus.RUNNING.write(run);
        Path file = directory.resolve("status.json");
        String running = Files.readString(file);
        Files.writeString(file, running.replaceAll("\"processStarted\":\"\\d+", "\"processStarted\":\"1999"));
        assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run));
        Files.writeString(file, running.replaceAll("\"process\":\\d+", "\"process\":" + Integer.MAX_VALUE));
        assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run));
    }
}
