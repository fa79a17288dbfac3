package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.gen4j.app.studio.http.Problem;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The studio's OpenAPI document, which every answer must keep. It notes the operations and statuses that were seen. */
final class ApiDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "https://gen4j.test/openapi.json";

    private final Set<String> seen = Collections.synchronizedSet(new TreeSet<>());
    private final JsonNode document;
    private final SchemaRegistry schemas;

    ApiDocument(RunningStudio studio) throws IOException {
        document = JSON.readTree(studio.get("/api/openapi.json").body());
        schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(NAME, document.toString())));
    }

    /** The whole document. */
    JsonNode content() {
        return document;
    }

    /** Notes an operation and a status, such as {@code listRuns 200}, that were seen without {@link #check}. */
    void note(String operationAndStatus) {
        seen.add(operationAndStatus);
    }

    /** The operations and statuses that were seen. */
    Set<String> seen() {
        return Set.copyOf(seen);
    }

    /** Checks the status, the type and the schema that the document gives. */
    JsonNode check(String operation, int status, HttpResponse<byte[]> response) throws IOException {
        String text = RunningStudio.text(response);
        assertEquals(status, response.statusCode(), text);
        seen.add(operation + " " + status);
        String type = status < 300 ? "application/json" : Problem.MEDIA_TYPE;
        assertTrue(response.headers().firstValue("Content-Type").orElseThrow().startsWith(type), text);
        String pointer = responsePointer(operation, status) + "/content/" + type.replace("/", "~1") + "/schema";
        assertTrue(!document.at(pointer).isMissingNode(), pointer);
        Schema schema = schemas.getSchema(SchemaLocation.of(NAME + "#" + pointer));
        assertTrue(
                schema.validate(text, InputFormat.JSON).isEmpty(),
                () -> operation + ": " + schema.validate(text, InputFormat.JSON) + " in " + text);
        return JSON.readTree(text);
    }

    /** Checks the status of an answer without JSON. */
    void checkStatus(String operation, int status, HttpResponse<byte[]> response) {
        assertEquals(status, response.statusCode(), RunningStudio.text(response));
        responsePointer(operation, status);
        seen.add(operation + " " + status);
    }

    private String responsePointer(String operation, int status) {
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (method.getValue().path("operationId").asText().equals(operation)) {
                    JsonNode response = method.getValue().path("responses").path(String.valueOf(status));
                    assertTrue(response.isObject(), operation + " has no " + status);
                    return response.has("$ref")
                            ? response.path("$ref").asText().substring(1)
                            : "/paths/" + path.getKey().replace("/", "~1") + "/" + method.getKey() + "/responses/"
                                    + status;
                }
            }
        }
        throw new IllegalArgumentException("the document has no " + operation);
    }

    /** The documented operations and statuses of some paths that were not seen. */
    Set<String> unseen(Predicate<String> paths) {
        Set<String> unseen = new TreeSet<>();
        document.path("paths").properties().stream()
                .filter(path -> paths.test(path.getKey()))
                .forEach(path -> path.getValue()
                        .forEach(operation -> operation
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(status ->
                                        unseen.add(operation.path("operationId").asText() + " " + status))));
        unseen.removeAll(seen);
        unseen.removeIf(each -> each.startsWith(" "));
        return unseen;
    }
}
