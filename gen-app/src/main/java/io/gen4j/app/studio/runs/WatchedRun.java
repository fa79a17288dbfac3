package io.gen4j.app.studio.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.table.RegularFile;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunStatus;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A run that is checked repeatedly. It reads files only after they change. Not thread-safe. */
final class WatchedRun {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_RECORD_BYTES = 4 << 20;
    private static final int MAX_STATUS_BYTES = 1 << 16;
    private static final long LIVELY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String id;
    private final RunDirectory directory;
    private final DigestedTable metrics;
    private final DigestedTable evaluation;
    private final DigestedTable quality;
    private final RunPictures pictures;
    private FileStamp directoryStamp = FileStamp.MISSING;
    private FileStamp recordStamp = FileStamp.MISSING;
    private FileStamp statusStamp = FileStamp.MISSING;
    private FileStamp modelStamp = FileStamp.MISSING;
    private FileStamp notesStamp = FileStamp.MISSING;
    private RecordFields record = new RecordFields(MissingNode.getInstance());
    private RunNotes notes = RunNotes.NONE;
    private @Nullable String recordProblem = "config.json is missing";
    private @Nullable String notesProblem;
    private @Nullable RunSummary summary;
    private long reports;
    private int quietLooks;
    private long changedAt = System.nanoTime();

    WatchedRun(ApiPaths paths, Path path) {
        id = path.getFileName().toString();
        directory = new RunDirectory(path);
        metrics = new DigestedTable(directory.metrics());
        evaluation = new DigestedTable(directory.evaluation());
        quality = new DigestedTable(directory.quality());
        pictures = new RunPictures(paths, id, directory.samples());
    }

    /** The summary of the run at the last check; null if the directory holds no run. */
    @Nullable
    RunSummary summary() {
        return summary;
    }

    /** The run with its details for the API; null if the directory holds no run. */
    @Nullable
    StoredRun stored() {
        return summary == null ? null : new StoredRun(id, directory, record.json(), summary, pictures.all());
    }

    /**
     * Checks the run again, and returns whether the summary changed. A quiet run costs one check of the file system, and
     * every second time another one: whoever continues a training replaces files, which changes the directory.
     */
    boolean refresh() {
        FileStamp directoryNow = FileStamp.of(directory.path());
        boolean isSame = isQuiet()
                && directoryNow.equals(directoryStamp)
                && (++quietLooks % 2 == 0 || FileStamp.of(directory.metrics()).equals(metrics.stamp()));
        return !isSame && refreshAll(directoryNow);
    }

    /** Whether the run has not changed for a while, and is not being trained. */
    boolean isQuiet() {
        return !isRunning() && System.nanoTime() - changedAt > LIVELY_NANOS;
    }

    /** As {@link #refresh()}, but checks every file. */
    boolean refreshAll() {
        return refreshAll(FileStamp.of(directory.path()));
    }

    private boolean refreshAll(FileStamp directoryNow) {
        boolean wasTouched = !directoryNow.equals(directoryStamp);
        directoryStamp = directoryNow;
        if (wasTouched) {
            countReports();
        }
        RunSummary before = summary;
        summary = directoryNow.isDirectory() ? look() : null;
        boolean isChanged = summary == null ? before != null : !summary.equals(before);
        if (isChanged || wasTouched) {
            changedAt = System.nanoTime();
        }
        return isChanged;
    }

    private void countReports() {
        try {
            reports = directoryStamp.isDirectory()
                    ? EvaluationFiles.newestFirst(directory.path()).size()
                    : 0;
        } catch (IOException | DirectoryIteratorException e) {
            // The directory has just gone, or may not be listed: the next look tells.
            reports = 0;
        }
    }

    private boolean isRunning() {
        return summary != null && summary.state().equals("running");
    }

    private @Nullable RunSummary look() {
        List<String> problems = new ArrayList<>();
        refreshRecord();
        refreshNotes();
        refreshTable(metrics, problems);
        refreshTable(evaluation, problems);
        refreshTable(quality, problems);
        try {
            pictures.refresh();
        } catch (IOException e) {
            problems.add("samples cannot be listed");
        }
        statusStamp = FileStamp.of(directory.path().resolve("status.json"));
        modelStamp = FileStamp.of(directory.model());
        if (modelStamp.exists() && !modelStamp.isFile()) {
            problems.add("model.zip is not a regular file and is not read");
        }
        if (!isRun()) {
            return null;
        }
        addIfPresent(problems, recordProblem);
        addIfPresent(problems, notesProblem);
        return summarise(problems);
    }

    /** A directory with other content, such as another program's settings, is not a run. */
    private boolean isRun() {
        boolean hasRecord = recordStamp.exists()
                && (recordProblem != null || !record.family().isEmpty());
        return hasRecord || metrics.stamp().isFile() && statusStamp.isFile();
    }

    private RunSummary summarise(List<String> problems) {
        int[] shape = record.shape();
        return new RunSummary(
                id,
                notes.name(),
                notes.group(),
                notes.text(),
                record.family(),
                record.familyDescription(),
                state(problems),
                whole("epoch"),
                record.epochs(),
                whole("step"),
                metrics.digest().rows(),
                evaluation.digest().rows() + quality.digest().rows(),
                reports,
                record.started(),
                record.data(),
                shape[0],
                shape[1],
                shape[2],
                record.labels(),
                record.isConditional(),
                record.hasEncoder(),
                record.latentSize(),
                modelStamp.isFile(),
                modelStamp.version(),
                RunFigure.of(metrics.digest(), evaluation.digest(), quality.digest()),
                pictures.newest().map(Picture::url).orElse(null),
                List.copyOf(problems));
    }

    private void refreshRecord() {
        FileStamp now = FileStamp.of(directory.config());
        if (now.equals(recordStamp)) {
            return;
        }
        recordStamp = now;
        recordProblem = null;
        JsonNode json = MissingNode.getInstance();
        try {
            if (!now.exists()) {
                recordProblem = "config.json is missing";
            } else {
                json = JSON.readTree(RegularFile.read(directory.config(), MAX_RECORD_BYTES));
            }
            if (now.exists() && !json.isObject()) {
                recordProblem = "config.json holds no settings";
            }
        } catch (JsonProcessingException e) {
            recordProblem = "config.json is damaged: it is not JSON";
        } catch (IOException e) {
            recordProblem = "config.json cannot be read: " + reason(e);
        }
        record = new RecordFields(json);
    }

    private void refreshNotes() {
        FileStamp now = FileStamp.of(RunNotes.file(directory.path()));
        if (now.equals(notesStamp)) {
            return;
        }
        notesStamp = now;
        notesProblem = null;
        try {
            notes = RunNotes.read(directory.path());
        } catch (IOException e) {
            notes = RunNotes.NONE;
            notesProblem = "notes.json is damaged or cannot be read";
        }
    }

    private static void refreshTable(DigestedTable table, List<String> problems) {
        try {
            table.refresh();
            table.problem().ifPresent(problems::add);
        } catch (IOException e) {
            problems.add(reason(e));
        }
    }

    private String state(List<String> problems) {
        try {
            boolean canAsk = FileStamp.of(directory.path().resolve(".lock")).kind() != FileStamp.Kind.OTHER;
            if (canAsk && !statusStamp.exists()) {
                return lower(RunStatus.of(directory).orElseGet(this::stateOfFiles));
            }
            if (canAsk && statusStamp.isFile() && statusStamp.size() <= MAX_STATUS_BYTES) {
                return lower(RunStatus.of(directory).orElseGet(() -> {
                    problems.add("status.json is damaged");
                    return stateOfFiles();
                }));
            }
        } catch (IOException e) {
            problems.add("status.json cannot be read: " + reason(e));
        }
        if (statusStamp.exists() && !statusStamp.isFile()) {
            problems.add("status.json is not a regular file and is not read");
        }
        return lower(stateOfFiles());
    }

    private RunStatus stateOfFiles() {
        return modelStamp.isFile() ? RunStatus.FINISHED : RunStatus.STOPPED;
    }

    private static String lower(RunStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private long whole(String column) {
        return (long) Math.max(0, metrics.digest().last(column).orElse(0));
    }

    private static void addIfPresent(List<String> problems, @Nullable String problem) {
        if (problem != null) {
            problems.add(problem);
        }
    }

    /** The reason without the path, since clients must not see the server's paths. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException system && system.getReason() != null
                ? Path.of(system.getFile()).getFileName() + " " + system.getReason()
                : "the file cannot be read";
    }
}
