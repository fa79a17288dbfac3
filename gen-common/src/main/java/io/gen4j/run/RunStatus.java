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
import java.util.Locale;
import java.util.Optional;

/**
 * The state of a run, for readers in any process. Use it to learn whether a training runs, finished, stopped or failed. A
 * training writes it to {@code status.json}. A training that was killed, such as by a loss of power, counts as stopped,
 * since it no longer holds the lock of its directory. The lock also works across users, containers and changes of the
 * clock. Process numbers and start times do not.
 */
public enum RunStatus {
    /** A training writes to the run's directory. */
    RUNNING,
    /** The training finished its last epoch. */
    FINISHED,
    /** The training ended earlier and can be resumed. */
    STOPPED,
    /** The training ended with an error. */
    FAILED;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUS = "status";
    private static final String PROCESS = "process";

    /**
     * Reads the state of a run. A run without a {@code status.json} runs if its lock is held: a training has just begun.
     *
     * @return empty if there is no {@code status.json}, such as for an imported model, or it is damaged
     */
    public static Optional<RunStatus> of(RunDirectory run) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file(run)));
            RunStatus said = valueOf(json.path(STATUS).asText().toUpperCase(Locale.ROOT));
            return Optional.of(said == RUNNING && !isLocked(run) ? STOPPED : said);
        } catch (NoSuchFileException e) {
            return hasBegun(run) ? Optional.of(RUNNING) : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A lock that cannot be asked, such as an imported model's in a place of others, proves nothing either. */
    private static boolean hasBegun(RunDirectory run) {
        try {
            return RunLock.isHeld(run);
        } catch (IOException e) {
            return false;
        }
    }

    /** A lock that cannot be asked, for lack of permission, refutes nothing. */
    private static boolean isLocked(RunDirectory run) {
        try {
            return RunLock.isHeld(run);
        } catch (IOException e) {
            return true;
        }
    }

    /** Writes the state, as that of this process. */
    void write(RunDirectory run) throws IOException {
        ObjectNode json = JSON.createObjectNode().put(STATUS, name().toLowerCase(Locale.ROOT));
        json.put(PROCESS, ProcessHandle.current().pid());
        AtomicFile.replace(file(run), json + System.lineSeparator());
    }

    private static Path file(RunDirectory run) {
        return run.path().resolve("status.json");
    }
}
