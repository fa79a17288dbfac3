package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.gen4j.app.TrainedRuns;
import io.gen4j.app.studio.workshop.WorkshopConfig;
import io.gen4j.app.studio.workshop.data.DataLimits;
import io.gen4j.app.studio.workshop.process.TrainingProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests made from the OpenAPI document, right ones and wrong ones: each answer is as the document says. */
@Timeout(540)
class ApiFuzzIT {

    private static final int REQUESTS = 5000;
    private static final int WORKSHOP_REQUESTS = 3000;
    private static final String DOCUMENT = "https://gen4j.test/openapi.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<Integer> ALWAYS = Set.of(400, 403, 404, 405, 408, 414, 421, 431);
    private static final List<JsonNode> ODD = List.of(
            NODES.nullNode(),
            NODES.booleanNode(true),
            NODES.textNode(""),
            NODES.textNode("8"),
            NODES.textNode("ünï\0"),
            NODES.numberNode(-1),
            NODES.numberNode(1.5),
            NODES.numberNode(1e99),
            NODES.numberNode(Long.MIN_VALUE),
            NODES.arrayNode(),
            NODES.objectNode(),
            NODES.textNode("x".repeat(5000)));

    private record Operation(String path, String method, JsonNode node, List<JsonNode> parameters) {}

    private final Random random = new Random(1);
    private final Map<String, Schema> validators = new HashMap<>();
    private JsonNode document;
    private SchemaRegistry schemas;

    @Test
    void everyAnswerIsAsDocumented(@TempDir Path runs) throws IOException {
        TrainedRuns.train(runs);
        List<String> faults = new ArrayList<>();
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            document = JSON.readTree(studio.get("/api/openapi.json").body());
            schemas = SchemaRegistry.withDialect(
                    Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(DOCUMENT, document.toString())));
            List<Operation> operations = operations();
            for (int i = 0; i < REQUESTS; i++) {
                check(studio, operations.get(random.nextInt(operations.size())), faults);
            }
        }
        assertEquals(List.of(), faults);
    }

    /** The same of a workshop, with data sets, and with trainings that end at once. */
    @Test
    void everyAnswerOfTheWorkshopIsAsDocumented(@TempDir Path home) throws IOException {
        Path runs = Files.createDirectory(home.resolve("runs"));
        Files.writeString(runs.resolve("do"), "finish");
        for (String id : List.of("vae", "cgan")) {
            Path dataset = Files.createDirectories(home.resolve("datasets").resolve(id));
            Files.writeString(
                    dataset.resolve("pictures.csv"),
                    "file,label,split,width,height,colour\n000001-a.png,8,train,8,8,true\n000002-a.png,0,train,8,8,true\n");
            Files.writeString(dataset.resolve("dataset.json"), "{\"name\": \"Pets\"}");
        }
        TrainingProcess program = TrainingProcess.of(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        FakeTraining.class.getName()),
                Path.of("target", "test-classes").toAbsolutePath().toString());
        StudioConfig config = new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null)
                .withWorkshop(new WorkshopConfig(home.resolve("datasets"), null, 1, DataLimits.USUAL, program));
        List<String> faults = new ArrayList<>();
        try (RunningStudio studio = new RunningStudio(config)) {
            document = JSON.readTree(studio.get("/api/openapi.json").body());
            schemas = SchemaRegistry.withDialect(
                    Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(DOCUMENT, document.toString())));
            List<Operation> operations = operations().stream()
                    .filter(each -> each.path().startsWith("/api/workshop"))
                    .toList();
            for (int i = 0; i < WORKSHOP_REQUESTS; i++) {
                check(studio, operations.get(random.nextInt(operations.size())), faults);
            }
        }
        assertEquals(List.of(), faults);
    }

    /** All but those that would end the test: deleted runs cannot be asked, and events never end. */
    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (String method : List.of("get", "put", "post")) {
                JsonNode node = path.getValue().path(method);
                if (node.isObject() && !path.getKey().endsWith("/events")) {
                    List<JsonNode> parameters = new ArrayList<>();
                    path.getValue().path("parameters").forEach(each -> parameters.add(resolved(each)));
                    node.path("parameters").forEach(each -> parameters.add(resolved(each)));
                    operations.add(new Operation(path.getKey(), method, node, parameters));
                }
            }
        }
        return operations;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private void check(RunningStudio studio, Operation operation, List<String> faults) throws IOException {
        String path = path(operation);
        JsonNode schema = operation
                .node()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        String body = schema.isMissingNode() ? "" : value(schema, 0).toString();
        if (random.nextInt(25) == 0 && !body.isEmpty()) {
            body = body.substring(0, random.nextInt(body.length()));
        }
        String accept = List.of("application/json", "image/png", "*/*").get(random.nextInt(3));
        String[] headers = {"Accept", accept, "Content-Type", "application/json"};
        HttpResponse<byte[]> answer = switch (operation.method()) {
            case "put" -> studio.put(path, body, headers);
            case "post" -> studio.post(path, body, headers);
            default -> studio.get(path, "Accept", accept);
        };
        String fault = fault(operation, answer);
        if (fault != null) {
            faults.add(operation.method() + " " + path + " " + body + ": " + answer.statusCode() + " " + fault);
        }
    }

    private String path(Operation operation) {
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("path")) {
                List<String> ids = name.equals("name")
                        ? List.of("sampled-1.png", "none.png", "../x")
                        : List.of("vae", "cgan", "vae", "cgan", "none", "a b", "../x", "x".repeat(300));
                path = path.replace("{" + name + "}", escaped(ids.get(random.nextInt(ids.size()))));
            } else if (parameter.path("in").asText().equals("query") && random.nextInt(5) < 2) {
                query.append(query.isEmpty() ? "?" : "&").append(name).append('=');
                query.append(escaped(value(parameter.path("schema"), 0).asText()));
            }
        }
        return path + query;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A value that a schema allows, for the most part. */
    private JsonNode value(JsonNode unresolved, int depth) {
        JsonNode schema = resolved(unresolved);
        if (random.nextInt(16) == 0 || depth > 6) {
            return ODD.get(random.nextInt(ODD.size()));
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        return switch (schema.path("type").asText()) {
            case "integer" -> NODES.numberNode(schema.path("minimum").asLong(-5) + random.nextInt(40));
            case "number" -> NODES.numberNode(random.nextGaussian());
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "string" ->
                NODES.textNode(List.of("0", "8", "text", "ünï", "AAAA").get(random.nextInt(5)));
            case "array" -> {
                var array = NODES.arrayNode();
                for (int i = List.of(1, 1, 2, 4, 4, 8).get(random.nextInt(6)); i > 0; i--) {
                    array.add(value(schema.path("items"), depth + 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (Map.Entry<String, JsonNode> property :
                        schema.path("properties").properties()) {
                    boolean isRequired = schema.path("required").toString().contains("\"" + property.getKey() + "\"");
                    if (isRequired || random.nextInt(5) < 2) {
                        object.set(property.getKey(), value(property.getValue(), depth + 1));
                    }
                }
                yield object;
            }
        };
    }

    private @Nullable String fault(Operation operation, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode documented = operation.node().path("responses").path(String.valueOf(status));
        if (status >= 500 || documented.isMissingNode() && !ALWAYS.contains(status)) {
            return "is not documented";
        }
        if (status >= 400) {
            return type.equals("application/problem+json") ? invalid("/components/schemas/Problem", answer) : type;
        }
        String pointer = documented.has("$ref")
                ? documented.path("$ref").asText().substring(1)
                : "/paths/" + operation.path().replace("/", "~1") + "/" + operation.method() + "/responses/" + status;
        JsonNode content = document.at(pointer).path("content").path(type);
        if (content.isMissingNode()) {
            return "undocumented type " + type;
        }
        return content.has("schema")
                ? invalid(pointer + "/content/" + type.replace("/", "~1") + "/schema", answer)
                : null;
    }

    /** What is wrong with a body; null if nothing. */
    private @Nullable String invalid(String pointer, HttpResponse<byte[]> answer) {
        Schema schema =
                validators.computeIfAbsent(pointer, key -> schemas.getSchema(SchemaLocation.of(DOCUMENT + "#" + key)));
        var errors = schema.validate(RunningStudio.text(answer), InputFormat.JSON);
        return errors.isEmpty() ? null : errors.toString();
    }
}
