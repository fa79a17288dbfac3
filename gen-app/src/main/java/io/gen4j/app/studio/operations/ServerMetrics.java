package io.gen4j.app.studio.operations;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.bytedeco.javacpp.Pointer;

/**
 * The metrics of the server in Prometheus' text format: {@code http_server_requests_seconds} by method, path and
 * status, {@code gen4j_requests_running}, native memory, and the JVM's usual ones.
 */
final class ServerMetrics implements AutoCloseable {

    /** The media type of the text format. */
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final int KEPT_SEGMENTS = 5;
    private static final int RUN_SEGMENT = 3;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    ServerMetrics(RequestCount requests) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("gen4j.requests.running", requests, RequestCount::running)
                .description("requests that are being answered")
                .register(registry);
        Gauge.builder("gen4j.native.memory", Pointer::totalBytes)
                .description("memory of arrays outside of Java's heap")
                .baseUnit("bytes")
                .register(registry);
    }

    void add(Context context, double millis) {
        Timer.builder("http.server.requests")
                .description("requests that were answered")
                .tag("method", context.method().name())
                .tag("path", path(context.path(), context.statusCode()))
                .tag("status", Integer.toString(context.statusCode()))
                .register(registry)
                .record(Duration.ofNanos((long) (millis * 1e6)));
    }

    /** Limits the number of distinct values: drops the run's name and everything after the verb. */
    private static String path(String path, int status) {
        if (status == 404 || status == 405) {
            return "unknown";
        }
        if (!path.contains("/api/")) {
            return "page";
        }
        String[] segments = path.substring(path.indexOf("/api/")).split("/");
        StringBuilder kept = new StringBuilder();
        for (int i = 1; i < Math.min(segments.length, KEPT_SEGMENTS); i++) {
            kept.append('/').append(i == RUN_SEGMENT ? "{run}" : segments[i]);
        }
        return kept.toString();
    }

    /** All metrics as text. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
