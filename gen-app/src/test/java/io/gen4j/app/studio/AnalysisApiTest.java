package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.CommandRun;
import io.gen4j.app.TrainedRuns;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scores and directions by the API: the same numbers as those of the commands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class AnalysisApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] AS_JSON = {"Content-Type", "application/json", "Accept", "application/json"};

    private Path runs;
    private Path files;
    private RunningStudio studio;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        runs = Files.createDirectory(directory.resolve("runs"));
        files = directory;
        TrainedRuns.train(runs);
        studio = new RunningStudio(runs, null);
    }

    @AfterAll
    void stop() {
        studio.close();
    }

    private JsonNode directions(String run, String query) throws IOException {
        HttpResponse<byte[]> answer = studio.get("/api/runs/" + run + "/directions" + query);
        assertEquals(200, answer.statusCode(), RunningStudio.text(answer));
        return JSON.readTree(answer.body());
    }

    private JsonNode scores(String body) throws IOException {
        HttpResponse<byte[]> answer = studio.post("/api/runs/vae/scores", body, AS_JSON);
        assertEquals(200, answer.statusCode(), RunningStudio.text(answer));
        return JSON.readTree(answer.body());
    }

    @Test
    void principalDirectionsAreThoseOfTheCommand() throws IOException {
        Path out = files.resolve("directions.json");
        CommandRun command = CommandRun.of(
                "directions", "--run", runs.resolve("cgan").toString(), "--count", "3", "--out", out.toString());
        assertEquals(0, command.exitCode(), command.err());
        assertEquals(
                JSON.readTree(Files.readString(out)).path("directions"),
                directions("cgan", "?count=3").path("directions"));
        assertEquals(4, directions("vae", "").path("directions").size(), "as many as there are latents");
    }

    @Test
    void labelsHaveDirectionsWhereThereIsAnEncoder() throws IOException {
        JsonNode found = directions("vae", "?method=labels");
        assertEquals("labels", found.path("method").asText());
        assertEquals(
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                found.path("directions").findValuesAsText("name"));
        assertEquals(400, studio.get("/api/runs/cgan/directions?method=labels").statusCode());
        for (String query : List.of("?method=other", "?count=0", "?count=65", "?model=worst")) {
            assertEquals(400, studio.get("/api/runs/vae/directions" + query).statusCode(), query);
        }
        assertEquals(409, studio.get("/api/runs/vae/directions?model=best").statusCode());
        assertEquals(404, studio.get("/api/runs/none/directions").statusCode());
    }

    @Test
    void scoresAreThoseOfTheCommand() throws IOException {
        Path out = files.resolve("scores.csv");
        CommandRun command = CommandRun.of(
                "score",
                "--run",
                runs.resolve("vae").toString(),
                "--count",
                "20",
                "--calibrate",
                "50",
                "--draws",
                "10",
                "--normal",
                "0,2,4,6,8",
                "--out",
                out.toString());
        assertEquals(0, command.exitCode(), command.err());
        JsonNode answer = scores(
                "{\"count\": 20, \"calibrate\": 50, \"draws\": 10, \"normal\": [\"0\", \"2\", \"4\", \"6\", \"8\"]}");
        List<String> lines = Files.readAllLines(out);
        for (int i = 0; i < 20; i++) {
            String[] cells = lines.get(i + 1).split(",");
            JsonNode score = answer.path("scores").get(i);
            assertEquals(cells[1], score.path("label").asText());
            assertEquals(
                    Double.parseDouble(cells[2]),
                    score.path("reconstructionError").asDouble());
            assertEquals(
                    Double.parseDouble(cells[4]),
                    score.path("negativeLogLikelihood").asDouble());
            assertEquals(Boolean.parseBoolean(cells[5]), score.path("above").asBoolean());
        }
        assertTrue(
                command.out()
                        .contains(
                                "ROC area %.4f".formatted(answer.path("rocArea").asDouble())),
                command.out());
        assertEquals("negative_log_likelihood_nats", answer.path("measure").asText());
    }

    @Test
    void picturesOfOnesOwnAreScoredAlike() throws IOException {
        JsonNode ofData = scores("{\"count\": 3, \"calibrate\": 20, \"draws\": 5}");
        JsonNode given = scores("{\"images\": %s, \"calibrate\": 20, \"draws\": 5}"
                .formatted(ofData.path("pictures").toString()));
        assertEquals(ofData.path("threshold"), given.path("threshold"));
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    ofData.path("scores").get(i).path("value"),
                    given.path("scores").get(i).path("value"));
            assertArrayEquals(
                    ofData.path("pictures").get(i).binaryValue(),
                    given.path("pictures").get(i).binaryValue());
            assertTrue(given.path("scores").get(i).path("label").isNull());
        }
        assertTrue(given.path("rocArea").isNull());
    }

    @Test
    void whatCannotBeScoredIsRefused() {
        String text = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        for (String body : List.of(
                "{}",
                "{\"count\": 0}",
                "{\"count\": 257}",
                "{\"count\": 2, \"images\": []}",
                "{\"count\": 2, \"label\": \"1\"}",
                "{\"count\": 2, \"quantile\": 0}",
                "{\"count\": 2, \"quantile\": 1.5}",
                "{\"count\": 2, \"quantile\": \"0.5\"}",
                "{\"count\": 2, \"draws\": 0}",
                "{\"count\": 2, \"calibrate\": 100000}",
                "{\"count\": 2, \"normal\": [\"eleven\"]}",
                "{\"count\": 2, \"normal\": [null]}",
                "{\"images\": [\"" + text + "\"]}",
                "{\"pixels\": [[1, 2]]}",
                "{\"pixels\": []}")) {
            HttpResponse<byte[]> answer = studio.post("/api/runs/vae/scores", body, AS_JSON);
            assertEquals(400, answer.statusCode(), body + RunningStudio.text(answer));
        }
        assertEquals(
                400,
                studio.post("/api/runs/cgan/scores", "{\"count\": 2}", AS_JSON).statusCode());
    }
}
