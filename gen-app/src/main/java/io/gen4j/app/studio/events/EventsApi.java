package io.gen4j.app.studio.events;

import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.jobs.JobQueue;
import io.gen4j.app.studio.runs.RunCatalog;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API for news of runs, as server-sent events. One stream covers all runs, so a page needs only one. */
public final class EventsApi implements AutoCloseable {

    /** The maximum number of simultaneous streams. */
    static final int MAX_STREAMS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(EventsApi.class);
    private static final String EVENTS = "text/event-stream";
    private static final long MAX_CLOSE_SECONDS = 5;

    private final RunWatch watch;
    private final JobQueue jobs;
    private final Semaphore places = new Semaphore(MAX_STREAMS);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "studio events");
        thread.setDaemon(true);
        return thread;
    });

    public EventsApi(RunCatalog catalog, JobQueue jobs) {
        this.jobs = jobs;
        watch = new RunWatch(catalog);
    }

    /** Adds the route. */
    public void addTo(ApiRoutes routes) {
        routes.get(ApiPaths.ROOT + "/events", this::follow);
    }

    /** The number of streams that can still be opened. */
    int freePlaces() {
        return places.availablePermits();
    }

    private void follow(Context context) {
        String accepted = context.header(Header.ACCEPT);
        if (accepted != null && !accepted.contains(EVENTS) && !accepted.contains("*/*")) {
            throw new HttpResponseException(
                    HttpStatus.NOT_ACCEPTABLE, "these are server-sent events: send Accept: " + EVENTS, Map.of());
        }
        Set<String> ids = Set.copyOf(context.queryParams("run"));
        if (context.req().getMethod().equals("HEAD")) {
            context.contentType(EVENTS);
            return;
        }
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("too many pages watch already: close one");
        }
        HttpServletResponse response = context.res();
        response.setContentType(EVENTS);
        response.setCharacterEncoding("UTF-8");
        // A proxy must not buffer events.
        response.setHeader("X-Accel-Buffering", "no");
        context.future(() -> start(response, ids));
    }

    /** The thread frees its place when its stream ends, even after a failure. */
    private CompletableFuture<Void> start(HttpServletResponse response, Set<String> ids) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            threads.execute(() -> run(response, ids, end));
        } catch (RejectedExecutionException e) {
            places.release();
            throw e;
        }
        return end;
    }

    private void run(HttpServletResponse response, Set<String> ids, CompletableFuture<Void> end) {
        try {
            EventStream stream = new EventStream(response.getOutputStream(), ids, jobs);
            watch.add(stream);
            try {
                stream.send();
            } finally {
                watch.remove(stream);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("the client has gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
            end.complete(null);
        }
    }

    /** Ends all streams, and waits until they have ended. They need a running server to end cleanly. */
    @Override
    public void close() {
        watch.close();
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
