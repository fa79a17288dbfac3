package io.gen4j.app.studio;

import io.gen4j.app.table.CsvReader;
import io.gen4j.app.table.CsvTable;
import io.gen4j.run.RunStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells pages what a run writes, as it writes it (server-sent events). Each page has a thread that looks at the run's
 * files, so that it does not matter which process trains, and a page that reads slowly makes no other wait.
 */
final class RunEvents implements AutoCloseable {

    private static final int MAX_CLIENTS = 64;
    private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);
    private static final String IDLE = "studio events";
    private static final String EVENTS = "text/event-stream";
    private static final long FROM_NOW_ON = -1;
    private static final long LOOK_MILLIS = 500;
    private static final long MAX_CLOSE_SECONDS = 5;
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final RunsApi runs;
    private final Semaphore places = new Semaphore(MAX_CLIENTS);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, IDLE);
        thread.setDaemon(true);
        return thread;
    });

    RunEvents(RunsApi runs) {
        this.runs = runs;
    }

    void addTo(RoutesConfig routes) {
        routes.get(ApiPaths.ROOT + "/runs/{id}/events", this::follow);
    }

    private record Rows(List<List<@Nullable Number>> rows) {}

    private record Epoch(int epoch, String grid) {}

    private record State(String state) {}

    private void follow(Context context) throws IOException {
        if (!String.valueOf(context.header("Accept")).contains(EVENTS)) {
            throw new HttpResponseException(
                    HttpStatus.NOT_ACCEPTABLE, "these are server-sent events: send Accept: " + EVENTS, Map.of());
        }
        StoredRun run = runs.run(context);
        long after = after(context);
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("too many pages watch already: close one");
        }
        new SseHandler(client -> {
                    client.keepAlive();
                    threads.execute(() -> tell(new Follower(client, run, after)));
                })
                .handle(context);
    }

    private void tell(Follower follower) {
        Thread.currentThread().setName("studio events of " + follower.run.id());
        try (follower.client) {
            follower.run();
        } catch (IOException e) {
            // The run is gone: the page asks again and is told so.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
            Thread.currentThread().setName(IDLE);
        }
    }

    /** The step of the last row that the page has; or that it wants rows from now on. */
    private static long after(Context context) {
        String last = context.header("Last-Event-ID");
        String text = last == null ? context.queryParam("after") : last;
        if (text == null) {
            return FROM_NOW_ON;
        }
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("after is " + text + ": must be the number of a step");
        }
        return Long.parseLong(text);
    }

    /** What one page was told. */
    private static final class Follower {

        private final SseClient client;
        private final StoredRun run;
        private final CsvReader metrics;
        private final List<CsvReader> evaluations;
        private long step;
        private int epoch = -1;
        private @Nullable RunStatus state;
        private long lastSent = System.nanoTime();

        Follower(SseClient client, StoredRun run, long step) {
            this.client = client;
            this.run = run;
            this.metrics = new CsvReader(run.directory().metrics());
            this.evaluations = List.of(
                    new CsvReader(run.directory().evaluation()),
                    new CsvReader(run.directory().quality()));
            this.step = step;
        }

        void run() throws IOException, InterruptedException {
            hasNewEvaluations();
            while (!client.terminated()) {
                tellRows();
                tellEpoch();
                if (hasNewEvaluations()) {
                    send("evaluation", Map.of());
                }
                tellState();
                if (!client.terminated() && System.nanoTime() - lastSent > HEARTBEAT_NANOS) {
                    client.sendComment("still here");
                    lastSent = System.nanoTime();
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }

        private void tellRows() throws IOException {
            CsvTable table = metrics.next();
            if (metrics.hasRestarted()) {
                step = 0;
                send("restart", Map.of());
            }
            int column = table.columns().indexOf("step");
            if (column < 0 || table.rows().isEmpty()) {
                return;
            }
            long last = step(table.rows().get(table.rows().size() - 1), column);
            if (step == FROM_NOW_ON) {
                step = last;
            }
            List<List<@Nullable Number>> rows = table.rows().stream()
                    .filter(row -> step(row, column) > step)
                    .toList();
            if (!rows.isEmpty()) {
                step = last;
                send("metrics", new Rows(rows));
            }
        }

        private static long step(List<@Nullable Number> row, int column) {
            Number step = row.get(column);
            return step == null ? 0 : step.longValue();
        }

        /** The newest epoch's first picture; the page knows of those before. */
        private void tellEpoch() throws IOException {
            List<Picture> pictures = run.pictures();
            int newest =
                    pictures.isEmpty() ? 0 : pictures.get(pictures.size() - 1).epoch();
            if (epoch >= 0 && newest > epoch) {
                pictures.stream()
                        .filter(picture -> picture.epoch() == newest)
                        .reduce((first, second) -> second)
                        .ifPresent(picture -> send("epoch", new Epoch(newest, picture.url())));
            }
            epoch = newest;
        }

        /** Whether there are rows that were not there the last time. */
        private boolean hasNewEvaluations() throws IOException {
            boolean found = false;
            for (CsvReader table : evaluations) {
                found |= !table.next().rows().isEmpty();
            }
            return found;
        }

        private void tellState() throws IOException {
            RunStatus now = run.status();
            if (now != state) {
                state = now;
                send("state", new State(now.name().toLowerCase(Locale.ROOT)));
            }
        }

        /** Nothing to a page that has gone meanwhile, of which the client would warn. */
        private void send(String event, Object data) {
            if (client.terminated()) {
                return;
            }
            client.sendEvent(event, data, Long.toString(Math.max(0, step)));
            lastSent = System.nanoTime();
        }
    }

    /** Ends all answers, and waits for it: they need the server to end well. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(MAX_CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("some pages are still told of runs while the studio ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
