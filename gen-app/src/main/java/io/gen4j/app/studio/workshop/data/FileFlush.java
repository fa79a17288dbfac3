package io.gen4j.app.studio.workshop.data;

import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Flushes files to the disk, many at once: file systems then serve them together, where each alone waits its turn. */
final class FileFlush {

    private static final int AT_ONCE = 16;

    private FileFlush() {}

    /** @param beforeEach may throw to end the work */
    static void of(List<Path> files, Runnable beforeEach) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, work -> {
            Thread thread = new Thread(work, "studio flushes pictures");
            thread.setDaemon(true);
            return thread;
        });
        List<Future<?>> flushes = new ArrayList<>();
        try {
            for (Path file : files) {
                flushes.add(threads.submit(() -> {
                    AtomicFile.flush(file);
                    return file;
                }));
            }
            for (Future<?> flush : flushes) {
                beforeEach.run();
                await(flush);
            }
        } finally {
            flushes.forEach(flush -> flush.cancel(false));
            threads.shutdown();
        }
    }

    private static void await(Future<?> flush) throws IOException {
        try {
            flush.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while pictures were flushed", e);
        }
    }
}
