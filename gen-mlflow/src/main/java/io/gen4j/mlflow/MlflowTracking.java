package io.gen4j.mlflow;

import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a training to an MLflow server while it runs. The parameters are the model's settings and the data. The metrics are
 * those of the run's tables. Pictures are sent after each epoch, and the model at the end. Tags name the Git commit and the
 * machine.
 *
 * <p>A thread of its own reads the run's directory and sends. So the training waits for nothing, its results stay the
 * same bit for bit, and what the server missed is sent when it answers again, or by {@link #send}.
 * The directory's file {@code mlflow.json} remembers the run on the server, and a resumed training continues it.
 *
 * <pre>{@code
 * MlflowServer server = MlflowServer.of("http://localhost:5000", System.getenv());
 * MlflowCredentials credentials = MlflowCredentials.of(System.getenv());
 * try (MlflowTracking tracking = MlflowTracking.start(run, server, credentials, System.err::println)) {
 *     TrainingRun.builder(model, images, run).watchers(tracking).build().run();
 * }
 * }</pre>
 */
public final class MlflowTracking implements TrainingListener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 5_000_000_000L;
    private static final long LOOK_MILLIS = 100;

    private final RunDirectory run;
    private final TrackedRun tracked;
    private final MlflowServer server;
    private final RunUpload upload;
    private final Consumer<String> messages;
    private final Duration patience;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(MlflowTracking::thread);
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile long lastProgress = System.nanoTime();
    private long lastAsked = System.nanoTime();
    private @Nullable String told;
    private boolean begun;
    private boolean closed;

    private MlflowTracking(
            RunDirectory run,
            TrackedRun tracked,
            MlflowCredentials credentials,
            Duration patience,
            Consumer<String> messages) {
        this.run = run;
        this.tracked = tracked;
        this.server = tracked.server();
        this.messages = messages;
        this.patience = patience;
        this.upload = new RunUpload(run, tracked, credentials, () -> lastProgress = System.nanoTime(), messages);
    }

    /** Stuck in a request, the thread must not keep the process alive. */
    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "gen4j-mlflow");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins to track a run, or continues. Nothing is sent yet, and an unreachable server is no failure. If the run is
     * tracked elsewhere, it begins anew on this server, with all that it has so far.
     *
     * @param messages receives a line when the server fails, and one at the end
     * @throws IOException if {@code mlflow.json} cannot be read
     */
    public static MlflowTracking start(
            RunDirectory run, MlflowServer server, MlflowCredentials credentials, Consumer<String> messages)
            throws IOException {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(messages, "messages");
        return start(run, server, credentials, PATIENCE, messages);
    }

    static MlflowTracking start(
            RunDirectory run,
            MlflowServer server,
            MlflowCredentials credentials,
            Duration patience,
            Consumer<String> messages)
            throws IOException {
        Optional<TrackedRun> known =
                TrackedRun.read(run).filter(tracked -> tracked.server().equals(server));
        TrackedRun tracked = known.isPresent()
                ? known.get()
                : TrackedRun.begin(
                        server, GitCommit.of(Path.of("").toAbsolutePath()).orElse(null));
        return new MlflowTracking(run, tracked, credentials, patience, messages);
    }

    /** The server that a run is tracked on; empty if it is not tracked. */
    public static Optional<MlflowServer> recorded(RunDirectory run) throws IOException {
        Objects.requireNonNull(run, "run");
        return TrackedRun.read(run).map(TrackedRun::server);
    }

    /**
     * Sends a run that was trained before, or what a server missed of it. Points and pictures that the server has are not
     * sent again.
     *
     * @return the address of the run's page
     * @throws IllegalStateException if a training writes to the run at the moment
     * @throws IOException if the server fails, or the run cannot be read
     */
    public static String send(
            RunDirectory run, MlflowServer server, MlflowCredentials credentials, Consumer<String> messages)
            throws IOException {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(messages, "messages");
        if (RunStatus.of(run).filter(status -> status == RunStatus.RUNNING).isPresent()) {
            throw new IllegalStateException(run.path() + " is being trained: send it when the training has ended");
        }
        Optional<TrackedRun> known =
                TrackedRun.read(run).filter(tracked -> tracked.server().equals(server));
        TrackedRun tracked = known.isPresent() ? known.get() : TrackedRun.begin(server, null);
        tracked.write(run);
        try (RunUpload upload = new RunUpload(run, tracked, credentials, () -> {}, messages)) {
            upload.sendAll();
            return upload.page().orElseThrow();
        } catch (IOException e) {
            throw new IOException("MLflow at " + server.uri() + ": " + e.getMessage(), e);
        }
    }

    /** Writes {@code mlflow.json}. A training that is refused does not get here, and its run stays as it is. */
    @Override
    public void started(TrainingLoop loop) throws IOException {
        tracked.write(run);
        begun = true;
    }

    /** Asks the thread to send: after an epoch, and every few seconds. */
    @Override
    public void settled(TrainingLoop loop) {
        long now = System.nanoTime();
        if ((loop.position() == 0 || now - lastAsked > PAUSE_NANOS) && asked.compareAndSet(false, true)) {
            lastAsked = now;
            try {
                sender.execute(this::sendNew);
            } catch (RejectedExecutionException e) {
                throw new IllegalStateException("the tracking was closed before the training ended", e);
            }
        }
    }

    private void sendNew() {
        asked.set(false);
        try {
            upload.sendNew();
            told = null;
        } catch (IOException | RuntimeException e) {
            tell(reason(e));
        }
    }

    private void tell(String reason) {
        if (!reason.equals(told)) {
            told = reason;
            messages.accept("MLflow at " + server.uri() + ": " + reason
                    + "; the training goes on, and what is missing is sent when the server answers");
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /**
     * Sends the rest after a training: the model, the pictures of the whole training and the outcome. Gives up if the
     * server does not move for half a minute.
     *
     * @return the address of the run's page; empty if the server misses something, which a line says, or if the training
     *     did not begin
     */
    public Optional<String> finish() {
        if (closed) {
            return Optional.empty();
        }
        closed = true;
        if (!begun) {
            sender.shutdownNow();
            upload.close();
            return Optional.empty();
        }
        lastProgress = System.nanoTime();
        Future<?> rest = sender.submit(() -> {
            upload.sendAll();
            return true;
        });
        try {
            await(rest);
            return upload.page();
        } catch (ExecutionException e) {
            missed(
                    e.getCause() instanceof Exception cause
                            ? reason(cause)
                            : e.getCause().toString());
        } catch (TimeoutException e) {
            missed("the server did not move for " + patience.toSeconds() + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            missed("interrupted");
        } finally {
            sender.shutdownNow();
            upload.close();
        }
        return Optional.empty();
    }

    private void await(Future<?> rest) throws ExecutionException, InterruptedException, TimeoutException {
        while (true) {
            try {
                rest.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() - lastProgress > patience.toNanos()) {
                    throw e;
                }
            }
        }
    }

    private void missed(String reason) {
        messages.accept("MLflow at " + server.uri() + " misses a part of the run: " + reason
                + "; send the rest with: gen track --run " + run.path());
    }

    /** As {@link #finish()}. */
    @Override
    public void close() {
        finish();
    }
}
