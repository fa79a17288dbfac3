package io.gen4j.app.studio.runs;

import io.gen4j.app.studio.http.ApiPaths;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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
    private Collection<Path> listed = List.of();
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

    /** All runs, the newest first. */
    public synchronized List<RunSummary> summaries() throws IOException {
        refreshIfOld();
        return runs.values().stream()
                .map(WatchedRun::summary)
                .filter(summary -> summary != null)
                .sorted(NEWEST_FIRST)
                .toList();
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
        } else {
            run.refreshAll();
        }
        return run == null ? Optional.empty() : Optional.ofNullable(run.stored());
    }

    private void refreshIfOld() throws IOException {
        if (!hasLooked || System.nanoTime() - looked > FRESH_NANOS) {
            refresh();
        }
    }

    /** Checks all runs again. */
    public synchronized void refresh() throws IOException {
        Set<String> names = new HashSet<>();
        List<WatchedRun> due = new ArrayList<>();
        for (Path path : directories()) {
            String name = path.getFileName().toString();
            names.add(name);
            WatchedRun run = runs.computeIfAbsent(name, key -> new WatchedRun(paths, path));
            if (!run.isQuiet() || (names.size() + looks) % QUIET_LOOKS == 0) {
                due.add(run);
            }
        }
        // Many new runs, as after the start, are read by all processors. Each run is touched by one thread.
        (hasLooked ? due.stream() : due.parallelStream()).forEach(WatchedRun::refresh);
        looks++;
        runs.keySet().retainAll(names);
        looked = System.nanoTime();
        hasLooked = true;
    }

    /** The directories at the last listing, if the directory has not changed since. */
    private Collection<Path> directories() throws IOException {
        FileStamp stamp = FileStamp.of(directory);
        boolean isSettled =
                stamp.exists() && System.currentTimeMillis() - stamp.changed().toMillis() > SETTLED_MILLIS;
        if (!isSettled || !stamp.equals(listedStamp)) {
            listed = list();
            // A change within the clock's resolution has the same time, so only an old time is a proof.
            listedStamp = isSettled ? stamp : FileStamp.MISSING;
        }
        return listed;
    }

    private Collection<Path> list() throws IOException {
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
