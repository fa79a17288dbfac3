package io.gen4j.app.studio.workshop.data;

import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.runs.Removal;
import io.javalin.http.ContentTooLargeResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** An upload that can still change, and its directory, which no data set shares. It is thread-safe. */
final class StagedUpload {

    private final String id;
    private final String name;
    private final Path directory;
    private Upload.State state = Upload.State.OPEN;
    private int files;
    private long bytes;
    private int coming;
    private long parts;
    private double share;
    private long touched = System.nanoTime();
    private @Nullable String dataset;
    private @Nullable String problem;

    /** @param directory an empty one of its own */
    StagedUpload(String id, String name, Path directory) {
        this.id = id;
        this.name = name;
        this.directory = directory;
    }

    String name() {
        return name;
    }

    /** The files as they came. */
    Path in() {
        return directory.resolve("in");
    }

    /** The archive as it came. */
    Path archive() {
        return directory.resolve("archive.zip");
    }

    /** The data set that is being built. */
    Path out() {
        return directory.resolve("out");
    }

    synchronized boolean hasEnded() {
        return state == Upload.State.FINISHED || state == Upload.State.FAILED;
    }

    synchronized boolean isIdle(long nanos) {
        return state == Upload.State.OPEN && coming == 0 && System.nanoTime() - touched > nanos;
    }

    /** Starts to take a file, and returns where to write it until it is there. */
    synchronized Path beginFile(DataLimits limits) throws IOException {
        requireOpen();
        if (files + coming >= limits.files()) {
            throw new ContentTooLargeResponse(
                    "a data set may have " + limits.files() + " files at most: finish this one, or take fewer");
        }
        coming++;
        touched = System.nanoTime();
        return Files.createDirectories(directory.resolve("coming")).resolve(Long.toString(++parts));
    }

    /** Takes a file that is there. Another file of the same path is replaced. */
    synchronized void endFile(Path part, Path target, DataLimits limits) throws IOException {
        requireOpen();
        long size = Files.size(part);
        long before = Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) ? Files.size(target) : -1;
        if (bytes + size - Math.max(0, before) > limits.uploadBytes()) {
            throw new ContentTooLargeResponse(
                    "a data set may have " + limits.uploadBytes() + " bytes at most: finish this one, or take fewer");
        }
        Files.createDirectories(target.getParent());
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        files += before < 0 ? 1 : 0;
        bytes += size - Math.max(0, before);
    }

    /** Ends what {@link #beginFile} began, with or without a file. */
    synchronized void leaveFile(Path part) {
        coming--;
        touched = System.nanoTime();
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // The whole directory is removed in the end.
            return;
        }
    }

    synchronized void beginArchive() {
        requireOpen();
        coming++;
    }

    synchronized void archived(long size) {
        coming--;
        files = 1;
        bytes = size;
    }

    /** Starts to read. No file can come from then on. */
    synchronized void read() {
        requireOpen();
        if (coming > 0) {
            throw new ConflictException(coming + " files are still coming: finish when they are there");
        }
        state = Upload.State.READING;
    }

    private void requireOpen() {
        if (state != Upload.State.OPEN) {
            throw new ConflictException("the upload "
                    + (state == Upload.State.FAILED ? "has failed: " + problem : "is closed") + "; begin another one");
        }
    }

    /** @throws CancellationException if the upload was cancelled */
    synchronized void reached(double done) {
        if (state != Upload.State.READING) {
            throw new CancellationException("the upload was cancelled");
        }
        share = done;
    }

    synchronized void finish(String becameDataset) {
        dataset = becameDataset;
        share = 1;
        state = Upload.State.FINISHED;
    }

    /** Ends the upload with a reason, unless it has ended. */
    synchronized void fail(String reason) {
        if (!hasEnded()) {
            problem = reason;
            state = Upload.State.FAILED;
        }
    }

    /** Removes all files of the upload. */
    void remove() throws IOException {
        Removal.of(directory);
    }

    synchronized Upload snapshot() {
        return new Upload(id, name, state, files, bytes, share, dataset, problem);
    }
}
