package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.TrainedRuns;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The models of runs, and their evaluation from a page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class EvaluationApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] AS_JSON = {"Content-Type", "application/json", "Accept", "application/json"};

    private Path runs;
    private RunningStudio studio;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        runs = directory;
        TrainedRuns.train(runs);
        studio = new RunningStudio(runs, null);
    }

    @AfterAll
    void stop() {
        studio.close();
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private JsonNode evaluate(String run, String body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = studio.post("/api/runs/" + run + "/evaluations", body, AS_JSON);
        assertEquals(202, answer.statusCode(), RunningStudio.text(answer));
        String place = answer.headers().firstValue("Location").orElseThrow();
        JsonNode job = json(answer);
        while (!Set.of("finished", "failed", "cancelled")
                .contains(job.path("state").asText())) {
            Thread.sleep(50);
            job = json(studio.get(place));
        }
        return job;
    }

    @Test
    void anEvaluationIsDoneAndKept() throws IOException, InterruptedException {
        JsonNode job = evaluate("cgan", "{\"count\": 50, \"seed\": 9007199254740993}");
        assertEquals("finished", job.path("state").asText(), job.toString());
        assertEquals("metrics.json", job.path("result").asText());
        assertTrue(Files.isRegularFile(runs.resolve("cgan/metrics.json")));
        JsonNode other = evaluate("cgan", "{\"count\": 40, \"model\": \"epoch-1\", \"floors\": false}");
        assertEquals("metrics-2.json", other.path("result").asText(), other.toString());

        JsonNode all = json(studio.get("/api/runs/cgan/evaluations")).path("evaluations");
        assertEquals(2, all.size());
        assertEquals("metrics-2.json", all.at("/0/file").asText());
        assertEquals("epoch-1", all.at("/0/model").asText());
        assertEquals(40, all.at("/0/images").asInt());
        assertEquals("9007199254740993", all.at("/1/seeds/0").asText());
        assertEquals("last", all.at("/1/model").asText());
        assertEquals(all.at("/0/basis"), all.at("/1/basis"));
        JsonNode distance = null;
        for (JsonNode metric : all.at("/1/metrics")) {
            distance = metric.path("name").asText().equals("frechet_distance") ? metric : distance;
        }
        assertTrue(distance != null && distance.path("value").isNumber(), all.toString());
        assertTrue(distance.path("floor").isNumber(), distance.toString());
        assertEquals(2, json(studio.get("/api/runs/cgan")).path("reports").asInt());
    }

    @Test
    void aDamagedEvaluationIsListedAsSuch() throws IOException {
        Files.writeString(runs.resolve("vae/metrics.json"), "{\"metrics\": [");
        Files.writeString(runs.resolve("vae/metrics-3.json"), "[]");
        Files.createSymbolicLink(runs.resolve("vae/metrics-4.json"), runs.resolve("vae/config.json"));
        JsonNode all = json(studio.get("/api/runs/vae/evaluations")).path("evaluations");
        assertEquals(3, all.size());
        for (JsonNode each : all) {
            assertTrue(
                    each.path("problem").asText().startsWith(each.path("file").asText()), each.toString());
        }
    }

    @Test
    void whatCannotBeEvaluatedIsRefused() throws IOException {
        for (String body : List.of(
                "{\"count\": 1}",
                "{\"count\": 1000000}",
                "{\"model\": \"epoch-x\"}",
                "{\"model\": \"../best\"}",
                "{\"seed\": \"1\"}",
                "{\"floors\": \"yes\"}",
                "{\"metrics\": \"some\"}",
                "{\"other\": 1}")) {
            assertEquals(
                    400, studio.post("/api/runs/vae/evaluations", body, AS_JSON).statusCode(), body);
        }
        HttpResponse<byte[]> missing = studio.post("/api/runs/vae/evaluations", "{\"model\": \"epoch-99\"}", AS_JSON);
        assertEquals(409, missing.statusCode());
        assertTrue(RunningStudio.text(missing).contains("epoch-1"), RunningStudio.text(missing));
        assertFalse(RunningStudio.text(missing).contains(runs.toString()), RunningStudio.text(missing));
        assertEquals(
                409,
                studio.post("/api/runs/vae/evaluations", "{\"model\": \"best\"}", AS_JSON)
                        .statusCode());
        assertEquals(
                404, studio.post("/api/runs/none/evaluations", "{}", AS_JSON).statusCode());
        assertEquals(404, studio.get("/api/jobs/none").statusCode());
        assertEquals(404, studio.delete("/api/jobs/none").statusCode());
    }

    @Test
    void aFailureNamesTheFault() throws IOException, InterruptedException {
        Path run = Files.createDirectory(runs.resolve("moved"));
        Files.copy(runs.resolve("vae/model.zip"), run.resolve("model.zip"));
        String record = Files.readString(runs.resolve("vae/config.json"));
        Files.writeString(
                run.resolve("config.json"), record.replaceFirst("\"data\"\\s*:\\s*\"synthetic\"", "\"data\":\"gone\""));
        JsonNode job = evaluate("moved", "{\"count\": 10}");
        assertEquals("failed", job.path("state").asText(), job.toString());
        assertTrue(job.path("problem").asText().contains("gone"), job.toString());
        assertFalse(job.path("problem").asText().contains(runs.toString()), job.toString());
    }

    @Test
    void aReaderEvaluatesNothing() throws IOException {
        StudioConfig config = new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null, "", Set.of(), Set.of(), true);
        try (RunningStudio readOnly = new RunningStudio(config)) {
            assertEquals(
                    403,
                    readOnly.post("/api/runs/vae/evaluations", "{}", AS_JSON).statusCode());
            assertEquals(403, readOnly.delete("/api/jobs/1").statusCode());
            assertEquals(200, readOnly.get("/api/jobs").statusCode());
        }
    }

    @Test
    void checkpointsAreModelsToo() throws IOException {
        JsonNode models = json(studio.get("/api/runs/vae/models")).path("models");
        assertEquals(List.of("last", "step-0", "epoch-1", "epoch-2"), models.findValuesAsText("name"));
        assertEquals(2, models.at("/0/epoch").asInt());
        byte[] first = draw("epoch-1");
        byte[] second = draw("epoch-2");
        assertFalse(java.util.Arrays.equals(first, second), "another epoch draws other images");
        org.junit.jupiter.api.Assertions.assertArrayEquals(draw("last"), second);
        assertEquals(
                409,
                studio.post("/api/runs/vae/samples?model=epoch-7", "{}", AS_JSON)
                        .statusCode());
        assertEquals(
                400,
                studio.post("/api/runs/vae/samples?model=epoch-07", "{}", AS_JSON)
                        .statusCode());
    }

    private byte[] draw(String model) {
        HttpResponse<byte[]> answer =
                studio.post("/api/runs/vae/samples?model=" + model, "{\"count\": 4, \"seed\": 3}", AS_JSON);
        assertEquals(200, answer.statusCode(), RunningStudio.text(answer));
        return answer.body();
    }

    @Test
    void aForgedCheckpointTakesNoMemory() throws IOException {
        Path run = Files.createDirectories(runs.resolve("forged/checkpoints")).getParent();
        String record = Files.readString(runs.resolve("vae/config.json"));
        Files.writeString(
                run.resolve("config.json"), record.replaceFirst("\"hidden\"\\s*:\\s*8", "\"hidden\":2000000000"));
        Path checkpoint;
        try (var files = Files.list(runs.resolve("vae/checkpoints"))) {
            checkpoint = files.findFirst().orElseThrow();
        }
        Files.copy(checkpoint, run.resolve("checkpoints").resolve(checkpoint.getFileName()));
        String name =
                json(studio.get("/api/runs/forged/models")).at("/models/0/name").asText();
        HttpResponse<byte[]> answer = studio.post("/api/runs/forged/samples?model=" + name, "{}", AS_JSON);
        assertEquals(409, answer.statusCode());
        assertTrue(RunningStudio.text(answer).contains("hidden"), RunningStudio.text(answer));
        Files.write(run.resolve("checkpoints").resolve(checkpoint.getFileName()), new byte[100]);
        assertEquals(
                409,
                studio.post("/api/runs/forged/samples?model=" + name, "{}", AS_JSON)
                        .statusCode());
    }
}
