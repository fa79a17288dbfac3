package io.gen4j.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.run.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code mlflow.json} of a run's directory: where the run is tracked. The server knows what it has received, so
 * the file does not say.
 *
 * @param server takes the run
 * @param key finds the run on the server if the answer to its creation was lost
 * @param id of the run on the server; null before it was created
 * @param commit of the working directory in which the training began; null if there was none
 */
record TrackedRun(
        MlflowServer server,
        String key,
        @Nullable String id,
        @Nullable GitCommit commit) {

    private static final String FILE = "mlflow.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a run that the server does not know yet. */
    static TrackedRun begin(MlflowServer server, @Nullable GitCommit commit) {
        return new TrackedRun(server, UUID.randomUUID().toString(), null, commit);
    }

    TrackedRun withId(String created) {
        return new TrackedRun(server, key, created, commit);
    }

    static Path file(RunDirectory run) {
        return run.path().resolve(FILE);
    }

    /**
     * Reads the file of a run.
     *
     * @return empty if the run is not tracked
     * @throws InvalidDataException if the file is damaged
     */
    static Optional<TrackedRun> read(RunDirectory run) throws IOException {
        Path file = file(run);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            MlflowServer server = new MlflowServer(
                    URI.create(json.path("uri").asText()),
                    json.path("experiment").asText());
            @Nullable
            GitCommit commit = json.path("commit").isTextual()
                    ? new GitCommit(
                            json.path("commit").asText(), json.path("modified").asBoolean())
                    : null;
            @Nullable String id = json.path("run").textValue();
            return Optional.of(new TrackedRun(server, json.required("key").asText(), id, commit));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InvalidDataException(
                    file + " does not say where the run is tracked: remove it, and the run counts as not tracked", e);
        }
    }

    void write(RunDirectory run) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("uri", server.uri().toString());
        json.put("experiment", server.experiment());
        json.put("run", id);
        json.put("key", key);
        if (commit != null) {
            json.put("commit", commit.hash());
            json.put("modified", commit.modified());
        }
        AtomicFile.replace(
                file(run), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + System.lineSeparator());
    }
}
