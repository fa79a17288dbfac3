package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.TrainedRuns;
import io.gen4j.app.studio.operations.AccessLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.MetricType;
import org.hawkular.agent.prometheus.types.Summary;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators ask of a studio. */
class OperationsTest {

    private static final String TOKEN = "a token of sixteen";

    /** A comment, or a sample: name, labels, value. */
    private static final Pattern LINE = Pattern.compile(
            "# (HELP|TYPE) [a-zA-Z_:][\\w:]* .*|[a-zA-Z_:][\\w:]*(\\{(\\w+=\"(?:[^\"\\\\]|\\\\.)*\",?)*\\})?"
                    + " (NaN|[+-]?Inf|-?[\\d.]+(E-?\\d+)?)");

    @TempDir
    private Path directory;

    @Test
    void probesNeedNoTokenAndMetricsNeedOne() throws IOException {
        try (RunningStudio studio = new RunningStudio(directory, TOKEN)) {
            assertEquals(200, studio.get("/health").statusCode());
            assertEquals(200, studio.get("/ready").statusCode());
            assertEquals(401, studio.get("/metrics").statusCode());
            assertEquals(
                    200,
                    studio.get("/metrics", "Authorization", "Bearer " + TOKEN).statusCode());
        }
    }

    @Test
    void aPlaceThatIsNoDirectoryIsNotReady() throws Exception {
        Path runs = Files.createDirectory(directory.resolve("runs"));
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            Files.delete(runs);
            assertEquals(200, studio.get("/ready").statusCode(), "runs may not exist yet");
            Files.writeString(runs, "a file");
            assertEquals(503, studio.get("/ready").statusCode());
            assertEquals(200, studio.get("/health").statusCode());
        }
    }

    @Test
    void metricsHavePrometheusForm() throws Exception {
        try (RunningStudio studio = new RunningStudio(directory, null)) {
            studio.get("/api/runs");
            studio.get("/api/runs/" + "x".repeat(40) + "/samples");
            studio.get("/nothing/here");
            String text = RunningStudio.text(studio.get("/metrics"));
            for (String line : text.lines().toList()) {
                assertTrue(LINE.matcher(line).matches(), line);
            }
            assertTrue(
                    text.contains(
                            "http_server_requests_seconds_count{method=\"GET\",path=\"/api/runs\",status=\"200\"} 1"),
                    text);
            assertTrue(text.contains("path=\"unknown\",status=\"404\""), text);
            assertFalse(text.contains("xxxx"), "a name that is made up adds no series");
            assertTrue(text.contains("jvm_memory_used_bytes{"), text);
            assertTrue(text.contains("gen4j_native_memory_bytes "), text);
        }
    }

    /** Read by a library for Prometheus' text format, as a program that scrapes the studio does. */
    @Test
    void metricsAreReadByAScraper() throws Exception {
        try (RunningStudio studio = new RunningStudio(directory, null)) {
            studio.get("/api/runs");
            studio.get("/api/runs");
            byte[] text = RunningStudio.text(studio.get("/metrics")).getBytes(StandardCharsets.UTF_8);
            CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
            new TextPrometheusMetricsProcessor(new ByteArrayInputStream(text), walker).walk();
            Map<String, MetricFamily> families = walker.getAllMetricFamilies().stream()
                    .collect(Collectors.toMap(MetricFamily::getName, Function.identity()));
            Summary runs = families.get("http_server_requests_seconds").getMetrics().stream()
                    .map(Summary.class::cast)
                    .filter(each -> "/api/runs".equals(each.getLabels().get("path")))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Map.of("method", "GET", "path", "/api/runs", "status", "200"), runs.getLabels());
            assertEquals(2, runs.getSampleCount());
            assertTrue(runs.getSampleSum() > 0);
            Gauge memory = (Gauge)
                    families.get("gen4j_native_memory_bytes").getMetrics().get(0);
            assertTrue(memory.getValue() >= 0);
            assertEquals(MetricType.GAUGE, families.get("jvm_memory_used_bytes").getType());
        }
    }

    @Test
    void theAccessLogHasALinePerRequestWithoutTheToken() throws Exception {
        Path file = directory.resolve("access.log");
        Files.writeString(file, "{\"earlier\":true}\n");
        StudioConfig config = new StudioConfig(directory, StudioConfig.LOOPBACK, 0, TOKEN);
        try (Studio studio = Studio.start(config, AccessLog.to(file), Map.of())) {
            URI uri = URI.create("http://127.0.0.1:" + studio.address().getPort() + "/api/runs?token=secret");
            HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.size());
        JsonNode line = new ObjectMapper().readTree(lines.get(1));
        assertEquals("GET", line.path("method").asText());
        assertEquals("/api/runs", line.path("path").asText());
        assertEquals(401, line.path("status").asInt());
        assertTrue(line.path("millis").asDouble() >= 0);
        assertFalse(lines.get(1).contains("secret"));
    }

    /** Many images take longer than the start of the end. */
    @Test
    void theEndWaitsForRequests() throws Exception {
        TrainedRuns.train(directory);
        Studio studio = Studio.start(new StudioConfig(directory, StudioConfig.LOOPBACK, 0, null));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + studio.address().getPort() + "/api/runs/cgan/samples"))
                .header("Content-Type", "application/json")
                .header("Accept", "image/png")
                .POST(BodyPublishers.ofString("{\"count\": 1024, \"label\": \"8\"}"))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofByteArray());
        URI metrics = URI.create("http://127.0.0.1:" + studio.address().getPort() + "/metrics");
        while (!answer.isDone()
                && HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                        .body()
                        .contains("gen4j_requests_running 1.0")) {
            Thread.onSpinWait();
        }
        studio.close();
        assertEquals(200, answer.get().statusCode());
    }
}
