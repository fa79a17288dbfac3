package io.gen4j.app.studio.runs;

import io.gen4j.app.studio.http.ApiPaths;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The runs in a directory. It caches file contents, and reads only changed files again. It is thread-safe. It does not
 * follow links to directories.
 */
public final class RunCatalog {

    private static final Comparator<RunSummary> NEWEST_FIRST = Comparator.comparing(
                    (RunSummary run) -> String.valueOf(run.started()))
            .thenComparing(RunSummary::id)
            .reversed();
    /** The interval of checks for quiet runs: every fourth refresh. */
    private static final int QUIET_LOOKS = 4;

    private static final long SETTLED_MILLIS = 2000;
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Path directory;
    private final ApiPaths paths;
    private final Map<String, WatchedRun> runs = new LinkedHashMap<>();
    /** Sorted; the same object until a run changes. Missing after a change. */
    private @Nullable List<RunSummary> sorted;

    private FileStamp listedStamp = FileStamp.MISSING;
    private long looked;
    private int looks;
    private boolean hasLooked;

    /**
     * Watches a directory.
     *
     * @param directory may not exist yet
     * @throws NotDirectoryException if it exists and is not a directory
     */
    public RunCatalog(Path directory, ApiPaths paths) throws NotDirectoryException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        this.directory = directory;
        this.paths = paths;
    }

    /** The directory of all runs. */
    public Path directory() {
        return directory;
    }

    /** All runs, the newest first. Returns the same object until a run changes. */
    public synchronized List<RunSummary> summaries() throws IOException {
        refreshIfOld();
        if (sorted == null) {
            sorted = runs.values().stream()
                    .map(WatchedRun::summary)
                    .filter(summary -> summary != null)
                    .sorted(NEWEST_FIRST)
                    .toList();
        }
        return sorted;
    }

    /** All runs with their settings, the newest first. */
    public synchronized List<StoredRun> all() throws IOException {
        refreshIfOld();
        return runs.values().stream()
                .map(WatchedRun::stored)
                .filter(run -> run != null)
                .sorted(Comparator.comparing(StoredRun::summary, NEWEST_FIRST))
                .toList();
    }

    /** Finds a run by name. The name is compared with the existing names, and never becomes a path. */
    public synchronized Optional<StoredRun> named(String id) throws IOException {
        @Nullable WatchedRun run = runs.get(id);
        if (run == null) {
            refresh();
            run = runs.get(id);
        } else if (run.refreshAll()) {
            sorted = null;
        }
        return run == null ? Optional.empty() : Optional.ofNullable(run.stored());
    }

    private void refreshIfOld() throws IOException {
        if (!hasLooked || System.nanoTime() - looked > FRESH_NANOS) {
            refresh();
        }
    }

    /** Checks the directory and the runs that are due. */
    private void refresh() throws IOException {
        refreshDirectory();
        List<WatchedRun> due = new ArrayList<>();
        int place = looks++;
        for (WatchedRun run : runs.values()) {
            if (place++ % QUIET_LOOKS == 0 || !run.isQuiet()) {
                due.add(run);
            }
        }
        // Many new runs, as after the start, are read by all processors. Each run is touched by one thread.
        boolean isChanged = (hasLooked ? due.stream() : due.parallelStream())
                .map(WatchedRun::refresh)
                .reduce(false, Boolean::logicalOr);
        if (isChanged) {
            sorted = null;
        }
        looked = System.nanoTime();
        hasLooked = true;
    }

    /** Lists the directory, unless it has not changed since it was listed last. */
    private void refreshDirectory() throws IOException {
        FileStamp stamp = FileStamp.of(directory);
        boolean isSettled =
                stamp.exists() && System.currentTimeMillis() - stamp.changed().toMillis() > SETTLED_MILLIS;
        if (isSettled && stamp.equals(listedStamp)) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (Path path : list()) {
            String name = path.getFileName().toString();
            names.add(name);
            runs.computeIfAbsent(name, key -> new WatchedRun(paths, path));
        }
        if (runs.keySet().retainAll(names)) {
            sorted = null;
        }
        // A change within the clock's resolution has the same time, so only an old time is a proof.
        listedStamp = isSettled ? stamp : FileStamp.MISSING;
    }

    private List<Path> list() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.startsWith(".")
                        && (runs.containsKey(name) || FileStamp.of(entry).isDirectory())) {
                    found.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }
}
