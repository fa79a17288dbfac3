package io.gen4j.app.studio.workshop.data;

import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.runs.Removal;
import io.gen4j.data.source.PictureSource;
import io.gen4j.file.AtomicFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads on their way to data sets. Each has a directory of its own below {@code .staging}, which becomes a data set by one
 * rename, or is removed. The next start removes what a killed studio left. It is thread-safe.
 */
public final class UploadStore implements AutoCloseable {

    /** The maximum number of uploads that have not ended. */
    static final int MAX_ACTIVE = 8;

    private static final int MAX_KEPT = 32;
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(30);
    private static final long MAX_CLOSE_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(UploadStore.class);

    private final DatasetStore datasets;
    private final DataLimits limits;
    private final Path staging;
    private final Map<String, StagedUpload> uploads = new LinkedHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread reader = new Thread(work, "studio reads pictures");
        reader.setDaemon(true);
        return reader;
    });
    private boolean closed;

    /** Writes a body to a file, at most so many bytes, and returns how many there were. */
    @FunctionalInterface
    interface Body {
        long writeTo(OutputStream out, long most) throws IOException;
    }

    public UploadStore(DatasetStore datasets, DataLimits limits) {
        this.datasets = datasets;
        this.limits = limits;
        staging = datasets.home().resolve(".staging");
    }

    /** Removes what a killed studio left. Call it only while no other studio uses the directory. */
    public void removeLeftOvers() throws IOException {
        Removal.of(staging);
    }

    /** Begins an upload of files. */
    synchronized Upload begin(String name) throws IOException {
        return create(name).snapshot();
    }

    private synchronized StagedUpload create(String name) throws IOException {
        if (closed) {
            throw new ConflictException("the studio is ending: start it again, then upload again");
        }
        forgetOld();
        datasets.requireRoom();
        long active =
                uploads.values().stream().filter(upload -> !upload.hasEnded()).count();
        if (active >= MAX_ACTIVE) {
            throw new ConflictException(active + " uploads are under way: let one end, or cancel one");
        }
        String id = UUID.randomUUID().toString();
        try {
            StagedUpload upload = new StagedUpload(id, Names.checked("name", name), staging.resolve(id));
            AtomicFile.createDirectories(upload.in());
            uploads.put(id, upload);
            return upload;
        } catch (IOException e) {
            if (FullDisk.isCause(e)) {
                throw FullDisk.response();
            }
            throw e;
        }
    }

    private void forgetOld() {
        for (StagedUpload upload : uploads.values()) {
            if (upload.isIdle(IDLE_NANOS)) {
                end(upload, "nothing came for half an hour");
            }
        }
        List<String> ended = new ArrayList<>();
        uploads.forEach((id, upload) -> {
            if (upload.hasEnded()) {
                ended.add(id);
            }
        });
        ended.subList(0, Math.max(0, ended.size() - MAX_KEPT)).forEach(uploads::remove);
    }

    /** Takes one file of an upload. */
    Upload file(String id, @Nullable String path, Body body) throws IOException {
        StagedUpload upload = existing(id);
        Path target = UploadPath.below(upload.in(), path);
        Path part = upload.beginFile(limits);
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                body.writeTo(out, limits.pictureBytes());
            }
            upload.endFile(part, target, limits);
            return upload.snapshot();
        } catch (IOException e) {
            throw failure(upload, e);
        } finally {
            upload.leaveFile(part);
        }
    }

    /** A full disk ends the upload, so that its files make room. */
    private static Exception refusal(StagedUpload upload, IOException e) {
        if (FullDisk.isCause(e)) {
            end(upload, FullDisk.MESSAGE);
            return FullDisk.response();
        }
        if (upload.hasEnded()) {
            return new ConflictException("the upload was cancelled", e);
        }
        return e instanceof FileSystemException
                ? new ConflictException("a file and a folder of the upload have the same path: rename one", e)
                : e;
    }

    private static IOException failure(StagedUpload upload, IOException e) {
        Exception refusal = refusal(upload, e);
        if (refusal instanceof RuntimeException told) {
            throw told;
        }
        return (IOException) refusal;
    }

    /** Reads the files of an upload, and makes a data set of them. */
    Upload finish(String id) {
        StagedUpload upload = existing(id);
        upload.read();
        submit(upload, upload.in());
        return upload.snapshot();
    }

    /** Takes a zip archive, and makes a data set of it. */
    Upload archive(String name, Body body) throws IOException {
        StagedUpload upload = create(name);
        upload.beginArchive();
        try {
            try (OutputStream out = Files.newOutputStream(upload.archive())) {
                upload.archived(body.writeTo(out, limits.uploadBytes()));
            }
            upload.read();
            submit(upload, upload.archive());
            return upload.snapshot();
        } catch (IOException e) {
            IOException failure = failure(upload, e);
            end(upload, "it did not come whole");
            throw failure;
        } catch (RuntimeException e) {
            end(upload, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Makes a data set of copies of a folder's pictures. */
    Upload folder(String name, Path folder) throws IOException {
        StagedUpload upload = create(name);
        upload.read();
        submit(upload, folder);
        return upload.snapshot();
    }

    private void submit(StagedUpload upload, Path source) {
        thread.execute(() -> {
            try {
                build(upload, source);
            } catch (CancellationException e) {
                LOG.debug("an upload was cancelled", e);
            } catch (InvalidDataException e) {
                LOG.debug("an upload was refused", e);
                upload.fail(reason(source, e));
            } catch (Exception | OutOfMemoryError e) {
                LOG.warn("an upload failed", e);
                upload.fail(reason(source, e));
            } finally {
                remove(upload);
            }
        });
    }

    private void build(StagedUpload upload, Path path) throws IOException {
        upload.reached(0);
        Files.createDirectories(upload.out());
        try (PictureSource source = PictureSource.untrusted(path, limits.pictureBytes())) {
            String name = datasets.freeName(upload.name());
            new DatasetBuilder(limits, upload.out(), upload::reached).build(source, name);
            // From here on, a cancellation comes too late.
            upload.finish(datasets.adopt(upload.out(), name));
        }
    }

    /** The reason in one line. Clients must not see where the studio keeps its files. */
    private static String reason(Path source, Throwable e) {
        if (FullDisk.isCause(e)) {
            return FullDisk.MESSAGE;
        }
        if (e instanceof OutOfMemoryError) {
            return "there is not enough memory to read it: take fewer or smaller pictures";
        }
        return e instanceof InvalidDataException
                ? Printable.of(String.valueOf(e.getMessage()).replace(source.toString(), "the upload"))
                : "it cannot be read; the console of the studio says why";
    }

    /** Cancels an upload. One that has become a data set stays as it is. */
    Upload cancel(String id) {
        StagedUpload upload = existing(id);
        end(upload, "cancelled");
        return upload.snapshot();
    }

    /** Ends an upload, and removes its files. One that is being read is removed by its reader. */
    private static void end(StagedUpload upload, String reason) {
        boolean isRead = upload.snapshot().state() == Upload.State.READING;
        upload.fail(reason);
        if (!isRead) {
            remove(upload);
        }
    }

    private static void remove(StagedUpload upload) {
        try {
            upload.remove();
        } catch (IOException e) {
            LOG.warn("files of an upload are left until the next start", e);
        }
    }

    private synchronized StagedUpload existing(String id) {
        @Nullable StagedUpload upload = uploads.get(id);
        if (upload == null) {
            throw new NotFoundResponse("there is no such upload; uploads end with the studio");
        }
        return upload;
    }

    Upload named(String id) {
        return existing(id).snapshot();
    }

    synchronized List<Upload> all() {
        forgetOld();
        List<Upload> all = new ArrayList<>();
        uploads.values().forEach(upload -> all.add(0, upload.snapshot()));
        return all;
    }

    /** Cancels all uploads, and waits until the running one has ended. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            uploads.values().forEach(upload -> end(upload, "the studio has ended"));
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(MAX_CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("an upload is still being read while the studio ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
