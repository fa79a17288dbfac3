package io.gen4j.app.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runs in a directory, read anew at every call. A run is a directory with a {@code config.json}. */
final class RunCatalog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    /** @throws NotDirectoryException if there is no such directory */
    RunCatalog(Path directory) throws NotDirectoryException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        this.directory = directory;
    }

    /** All runs, the newest first. */
    List<StoredRun> all() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.flatMap(entry -> read(entry).stream())
                    .sorted(Comparator.comparing((StoredRun run) ->
                                    run.record().path("written").asText())
                            .thenComparing(StoredRun::id)
                            .reversed())
                    .toList();
        }
    }

    /** The run of a name. The name is compared with those that there are, and never made into a path. */
    Optional<StoredRun> named(String id) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.getFileName().toString().equals(id))
                    .flatMap(entry -> read(entry).stream())
                    .findFirst();
        }
    }

    private static Optional<StoredRun> read(Path path) {
        RunDirectory run = new RunDirectory(path);
        try {
            JsonNode record = JSON.readTree(Files.readAllBytes(run.config()));
            return record.hasNonNull("family")
                    ? Optional.of(new StoredRun(path.getFileName().toString(), run, record))
                    : Optional.empty();
        } catch (IOException e) {
            // Not a run: a file, a directory of something else, or one that is being removed.
            return Optional.empty();
        }
    }
}
