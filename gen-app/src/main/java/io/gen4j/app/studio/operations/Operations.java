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
 * The paths that operators ask, and the server's end:
 *
 * <ul>
 *   <li>{@code /health}: 200 while the process answers
 *   <li>{@code /ready}: 200 if requests can be served, 503 while the server ends or the runs' directory cannot be read
 *   <li>{@code /metrics}: Prometheus' text format
 * </ul>
 *
 * Probes send no token, so that the first two ask for none, and tell nothing else.
 */
public final class Operations implements AutoCloseable {

    /** How long the end waits for requests. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path runs;
    private final AccessLog log;
    private final RequestCount requests = new RequestCount();
    private final ServerMetrics metrics = new ServerMetrics(requests);

    /**
     * Watches one server.
     *
     * @param runs the directory that it serves
     * @param log hears of every answer; is closed with this
     */
    public Operations(Path runs, AccessLog log) {
        this.runs = runs;
        this.log = log;
    }

    /** Counts requests, and answers probes before any rule is applied; call it before other handlers are added. */
    public void addTo(JavalinConfig javalin) {
        javalin.routes.before(this::count);
        javalin.routes.before("/health", context -> answer(context, HttpStatus.OK, "up"));
        javalin.routes.before("/ready", this::answerReady);
        javalin.requestLogger.http((context, millis) -> {
            metrics.add(context, millis);
            log.write(context, millis);
        });
    }

    /** Adds {@code /metrics}, for which the rules hold. */
    public void addTo(ApiRoutes routes) {
        routes.get(
                "/metrics", context -> context.contentType(ServerMetrics.TYPE).result(metrics.text()));
    }

    /** An event stream ends with the server, so nobody waits for it. */
    private void count(Context context) {
        if (!context.path().endsWith("/events")) {
            requests.started();
            // When the last byte is sent, which is later than the answer's last handler.
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

    /** From now on the server is not ready, so that a balancer sends its requests elsewhere. */
    public void end() {
        requests.end();
    }

    /**
     * Waits for the requests that are being answered.
     *
     * @param most how long
     * @return whether all were answered
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
