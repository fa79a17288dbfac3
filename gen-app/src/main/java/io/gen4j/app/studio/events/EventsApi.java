package io.gen4j.app.studio.events;

import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
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

/** Sends news of runs as server-sent events. One stream tells of all runs, so a page needs one. */
public final class EventsApi implements AutoCloseable {

    /** How many streams there may be at once. */
    static final int MAX_STREAMS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(EventsApi.class);
    private static final String EVENTS = "text/event-stream";
    private static final long MAX_CLOSE_SECONDS = 5;

    private final RunWatch watch;
    private final Semaphore places = new Semaphore(MAX_STREAMS);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "studio events");
        thread.setDaemon(true);
        return thread;
    });

    public EventsApi(RunCatalog catalog) {
        watch = new RunWatch(catalog);
    }

    /** Adds the route. */
    public void addTo(ApiRoutes routes) {
        routes.get(ApiPaths.ROOT + "/events", this::follow);
    }

    /** How many more streams there may be. */
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
        // A proxy must not keep events back.
        response.setHeader("X-Accel-Buffering", "no");
        context.future(() -> start(response, ids));
    }

    /** The thread gives the place back, however its stream ends. */
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
            EventStream stream = new EventStream(response.getOutputStream(), ids);
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

    /** Ends all streams, and waits for it: they need the server to end well. */
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
