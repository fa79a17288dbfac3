package io.gen4j.app.studio.operations;

import io.gen4j.app.studio.http.ApiRoutes;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/**
 * The paths for operators, and the shutdown of the server:
 *
 * <ul>
 *   <li>{@code /health}: 200 while the process answers
 *   <li>{@code /ready}: 200 if the server can serve requests, 503 during shutdown or if the runs' directory is
 *       unreadable
 *   <li>{@code /metrics}: Prometheus' text format
 * </ul>
 *
 * Probes send no token. So the first two paths need none, and reveal nothing else.
 */
public final class Operations implements AutoCloseable {

    /** The maximum time that the shutdown waits for requests. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path runs;
    private final AccessLog log;
    private final RequestCount requests = new RequestCount();
    private final ServerMetrics metrics = new ServerMetrics(requests);

    /**
     * Watches one server.
     *
     * @param runs the directory that it serves
     * @param log records every answer; closed together with this object
     */
    public Operations(Path runs, AccessLog log) {
        this.runs = runs;
        this.log = log;
    }

    /** Counts requests, and answers probes before any access rule. Call it before you add other handlers. */
    public void addTo(JavalinConfig javalin) {
        javalin.routes.before(this::count);
        javalin.routes.before("/health", context -> answer(context, HttpStatus.OK, "up"));
        javalin.routes.before("/ready", this::answerReady);
        javalin.requestLogger.http((context, millis) -> {
            metrics.add(context, millis);
            log.write(context, millis);
        });
    }

    /** Adds {@code /metrics}, which is subject to the access rules. */
    public void addTo(ApiRoutes routes) {
        routes.get(
                "/metrics", context -> context.contentType(ServerMetrics.TYPE).result(metrics.text()));
    }

    /** An event stream ends with the server, so the shutdown does not wait for it. */
    private void count(Context context) {
        if (!context.path().endsWith("/events")) {
            requests.started();
            // Runs after the last byte is sent, which is later than the answer's last handler.
            Request.addCompletionListener(
                    ServletContextRequest.getServletContextRequest(context.req()), failure -> requests.finished());
        }
    }

    private void answerReady(Context context) {
        if (requests.isEnding()) {
            answer(context, HttpStatus.SERVICE_UNAVAILABLE, "the server is ending");
        } else if (Files.exists(runs) && !(Files.isDirectory(runs) && Files.isReadable(runs))) {
            answer(context, HttpStatus.SERVICE_UNAVAILABLE, "the runs' directory cannot be read");
        } else {
            answer(context, HttpStatus.OK, "ready");
        }
    }

    private static void answer(Context context, HttpStatus status, String text) {
        context.status(status).json(Map.of("status", text));
        context.skipRemainingHandlers();
    }

    /** Marks the server as not ready, so that a load balancer sends its requests elsewhere. */
    public void end() {
        requests.end();
    }

    /**
     * Waits for the running requests.
     *
     * @param most the maximum time to wait
     * @return whether all requests ended in time
     */
    public boolean awaitRequests(Duration most) {
        try {
            return requests.await(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        metrics.close();
        log.close();
    }
}
