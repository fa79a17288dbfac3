package io.gen4j.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The part of MLflow's REST API that Gen4J uses. The answers have the form that a tracking server of MLflow 2.17.3 gave to the
 * same requests.
 */
final class MlflowStub implements AutoCloseable {

    /** How the server behaves. */
    enum Mode {
        WELL,
        /** Answers 503. */
        BUSY,
        /** Does not answer. */
        HANGS,
        /** Is no MLflow server. */
        OTHER
    }

    /** One point of a metric. */
    record Point(String key, long step, double value) {}

    /** One run. */
    static final class Run {
        final Map<String, String> parameters = new TreeMap<>();
        final Map<String, String> tags = new TreeMap<>();
        final List<Point> points = new ArrayList<>();
        final Map<String, byte[]> files = new TreeMap<>();
        final ObjectNode info = JSON.createObjectNode();
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/2.0/mlflow/";
    private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, String> experiments = new LinkedHashMap<>();
    private final String fileRoot;
    final Map<String, Run> runs = new LinkedHashMap<>();
    final List<String> authorizations = new ArrayList<>();
    volatile Mode mode = Mode.WELL;
    volatile int requests;
    /** Each request of this number is done, and its answer is lost; 0 for none. */
    volatile int loseEvery;

    /** @param port 0 for any */
    MlflowStub(int port) throws IOException {
        this(port, "mlflow-artifacts:/");
    }

    /** @param fileRoot the address of all files */
    MlflowStub(int port, String fileRoot) throws IOException {
        this.fileRoot = fileRoot;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    Run only() {
        if (runs.size() != 1) {
            throw new IllegalStateException("runs: " + runs.keySet());
        }
        return runs.values().iterator().next();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests++;
            switch (mode) {
                case BUSY ->
                    answer(exchange, 503, "{\"error_code\": \"TEMPORARILY_UNAVAILABLE\", \"message\": \"busy\"}");
                case OTHER -> answer(exchange, 200, "<html>Hello</html>");
                case HANGS -> closing.await();
                case WELL -> {
                    String answer = serve(exchange, body);
                    if (loseEvery > 0 && requests % loseEvery == 0) {
                        return;
                    }
                    answer(exchange, answer.contains("\"error_code\"") ? 404 : 200, answer);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized String serve(HttpExchange exchange, byte[] body) throws IOException {
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith(FILES)) {
            String[] parts = path.substring(FILES.length()).split("/", 4);
            runs.get(parts[1]).files.put(parts[3], body);
            return "{}";
        }
        JsonNode json = JSON.readTree(body);
        Map<String, String> query = query(exchange.getRequestURI().getQuery());
        return switch (path.substring(API.length())) {
            case "experiments/get-by-name" -> experiment(query.get("experiment_name"));
            case "experiments/create" -> {
                experiments.put(json.path("name").asText(), Integer.toString(experiments.size() + 1));
                yield "{\"experiment_id\": \"" + experiments.size() + "\"}";
            }
            case "runs/create" -> create(json);
            case "runs/search" -> search(json);
            case "runs/get" ->
                JSON.createObjectNode().set("run", run(query.get("run_id"))).toString();
            case "runs/log-batch" -> log(json);
            case "runs/update" -> {
                runs.get(json.path("run_id").asText()).info.setAll((ObjectNode) json);
                yield "{}";
            }
            case "artifacts/list" -> list(query);
            default -> throw new IllegalStateException(path);
        };
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        if (text != null) {
            for (String part : text.split("&")) {
                query.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
            }
        }
        return query;
    }

    private String experiment(String name) {
        return experiments.containsKey(name)
                ? "{\"experiment\": {\"experiment_id\": \"" + experiments.get(name) + "\", \"name\": \"" + name
                        + "\", \"artifact_location\": \"mlflow-artifacts:/1\", \"lifecycle_stage\": \"active\"}}"
                : "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"Could not find experiment with name '"
                        + name + "'\"}";
    }

    private String create(JsonNode json) {
        String id = "run" + (runs.size() + 1);
        Run run = new Run();
        run.info.put("run_id", id);
        run.info.put("run_uuid", id);
        run.info.put("run_name", json.path("run_name").asText());
        run.info.put("experiment_id", json.path("experiment_id").asText());
        run.info.put("status", "RUNNING");
        run.info.put("start_time", json.path("start_time").asLong());
        run.info.put("artifact_uri", fileRoot + "1/" + id + "/artifacts");
        run.info.put("lifecycle_stage", "active");
        json.path("tags")
                .forEach(tag ->
                        run.tags.put(tag.path("key").asText(), tag.path("value").asText()));
        runs.put(id, run);
        return JSON.createObjectNode().set("run", run(id)).toString();
    }

    private String search(JsonNode json) {
        ObjectNode answer = JSON.createObjectNode();
        runs.forEach((id, run) -> {
            if (json.path("filter").asText().equals("tags.\"gen4j.key\" = '" + run.tags.get("gen4j.key") + "'")) {
                answer.withArray("runs").add(run(id));
            }
        });
        return answer.toString();
    }

    private ObjectNode run(String id) {
        Run run = runs.get(id);
        ObjectNode json = JSON.createObjectNode();
        json.set("info", run.info);
        ObjectNode data = json.putObject("data");
        Map<String, Point> last = new LinkedHashMap<>();
        run.points.forEach(point -> last.merge(point.key(), point, (a, b) -> a.step() > b.step() ? a : b));
        last.forEach((key, point) -> data.withArray("metrics")
                .addObject()
                .put("key", key)
                .put("value", point.value())
                .put("timestamp", 1)
                .put("step", point.step()));
        put(data, "params", run.parameters);
        put(data, "tags", run.tags);
        return json;
    }

    private static void put(ObjectNode data, String name, Map<String, String> values) {
        ArrayNode array = data.putArray(name);
        values.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
    }

    private String log(JsonNode json) {
        Run run = runs.get(json.path("run_id").asText());
        for (JsonNode parameter : json.path("params")) {
            String key = parameter.path("key").asText();
            String value = parameter.path("value").asText();
            if (!run.parameters.getOrDefault(key, value).equals(value)) {
                return "{\"error_code\": \"INVALID_PARAMETER_VALUE\", \"message\": \"Changing param values is not allowed\"}";
            }
            run.parameters.put(key, value);
        }
        json.path("tags")
                .forEach(tag ->
                        run.tags.put(tag.path("key").asText(), tag.path("value").asText()));
        json.path("metrics")
                .forEach(metric -> run.points.add(new Point(
                        metric.path("key").asText(),
                        metric.path("step").asLong(),
                        metric.path("value").asDouble())));
        return "{}";
    }

    private String list(Map<String, String> query) {
        ObjectNode answer = JSON.createObjectNode();
        runs.get(query.get("run_id")).files.forEach((name, bytes) -> {
            if (name.startsWith(query.get("path") + "/")) {
                answer.withArray("files")
                        .addObject()
                        .put("path", name)
                        .put("is_dir", false)
                        .put("file_size", bytes.length);
            }
        });
        return answer.toString();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
