package io.gen4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run stands, for those who look at its directory from elsewhere. A training says so in {@code status.json}; one that
 * was ended without a word, such as by a loss of power, counts as stopped as soon as its process is gone. The {@link
 * RunLock} cannot be asked instead: to look at it may be to lose it.
 */
public enum RunStatus {
    /** A training is writing it. */
    RUNNING,
    /** It came to its last epoch. */
    FINISHED,
    /** It was ended before, and can go on. */
    STOPPED,
    /** It was ended by an error. */
    FAILED;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUS = "status";
    private static final String PROCESS = "process";
    private static final String PROCESS_STARTED = "processStarted";

    /** What the run's last training said; empty if it said nothing, such as a model that was imported. */
    public static Optional<RunStatus> of(RunDirectory run) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file(run)));
            RunStatus said = valueOf(json.path(STATUS).asText().toUpperCase(Locale.ROOT));
            return Optional.of(said == RUNNING && !isAlive(json) ? STOPPED : said);
        } catch (NoSuchFileException | JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Says so, for this process. */
    void write(RunDirectory run) throws IOException {
        ObjectNode json = JSON.createObjectNode().put(STATUS, name().toLowerCase(Locale.ROOT));
        ProcessHandle process = ProcessHandle.current();
        json.put(PROCESS, process.pid());
        process.info().startInstant().ifPresent(start -> json.put(PROCESS_STARTED, start.toString()));
        AtomicFile.replace(file(run), json + System.lineSeparator());
    }

    /** Numbers of processes are given again, so the time of its start belongs to a process's name. */
    private static boolean isAlive(JsonNode json) {
        String started = json.path(PROCESS_STARTED).asText();
        return ProcessHandle.of(json.path(PROCESS).asLong())
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(Instant::toString)
                        .orElse("")
                        .equals(started))
                .isPresent();
    }

    private static Path file(RunDirectory run) {
        return run.path().resolve("status.json");
    }
}
