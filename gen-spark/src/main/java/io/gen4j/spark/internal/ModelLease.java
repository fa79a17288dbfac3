package io.gen4j.spark.internal;

import io.gen4j.GenerativeModel;
import io.gen4j.file.InvalidDataException;
import io.gen4j.persist.ModelFile;
import io.gen4j.runtime.SingleWorkerThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A model for the length of a task. Its own thread does all the work. Spark gives each core a task, and numbers must not
 * depend on the number of cores.
 */
public final class ModelLease implements AutoCloseable {

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new SingleWorkerThread(task, "gen4j-task"));
    private final GenerativeModel model;

    /** @param file the bytes of model.zip */
    public ModelLease(byte[] file) {
        model = run(() -> load(file));
    }

    private static GenerativeModel load(byte[] file) throws IOException {
        Path local = Files.createTempFile("gen4j-model", ".zip");
        try {
            Files.write(local, file);
            return ModelFile.load(local);
        } catch (InvalidDataException e) {
            throw new InvalidDataException(e.getMessage().replace(local.toString(), "model.zip"), e);
        } finally {
            Files.deleteIfExists(local);
        }
    }

    /** The model; closed with the lease. */
    public GenerativeModel model() {
        return model;
    }

    /** Runs work with the model on the model's thread. */
    <T> T run(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new UncheckedIOException(new IOException(e.getCause().getMessage(), e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the task was interrupted", e);
        }
    }

    @Override
    public void close() {
        run(() -> {
            model.close();
            return true;
        });
        thread.shutdownNow();
    }
}
