package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One bad run beside a good one: the good one is told of as ever, and the bad one with a line on what is wrong. */
@Timeout(300)
class DamagedRunsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "<p4ssw0rd>";
    private static final int WAYS = 50;

    @TempDir
    private Path directory;

    private Path runs;
    private Path bad;

    @BeforeEach
    void makeRuns() throws IOException {
        runs = Files.createDirectory(directory.resolve("runs"));
        makeRun("good");
        bad = makeRun("bad");
    }

    private Path makeRun(String name) throws IOException {
        Path run =
                Files.createDirectories(runs.resolve(name).resolve("samples")).getParent();
        Files.writeString(
                run.resolve("config.json"),
                "{\"family\":\"vae\",\"config\":{\"epochs\":3},\"written\":\"2026-01-01T00:00:00Z\"}");
        Files.writeString(run.resolve("status.json"), "{\"status\":\"finished\"}");
        Files.writeString(run.resolve("metrics.csv"), "epoch,step,loss\n1,100,3.5\n2,200,3\n3,300,2.5\n");
        Files.writeString(run.resolve("evaluation.csv"), "epoch,loss\n1,3.75\n2,3.25\n3,2.75\n");
        Files.writeString(run.resolve("quality.csv"), "epoch,frechet_distance\n1,30\n2,20\n3,10\n");
        Files.writeString(run.resolve("notes.json"), "{\"name\":\"a name\"}");
        Files.writeString(
                run.resolve("metrics.json"),
                "{\"seed\":1,\"images\":{\"count\":5},\"metrics\":[{\"name\":\"variety\",\"value\":0.5,\"notes\":[]}]}");
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "status.json",
                "metrics.csv",
                "evaluation.csv",
                "quality.csv",
                "notes.json",
                "metrics.json"
            })
    void everyFileIsDamagedInFiftyWays(String name) throws IOException {
        Path file = bad.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            JsonNode good = run(studio, "good");
            for (int way = 0; way < WAYS; way++) {
                Files.write(file, damaged(whole, way));
                for (String path : new String[] {
                    "/api/runs",
                    "/api/runs?settings=true",
                    "/api/runs/bad/metrics",
                    "/api/runs/bad/evaluations",
                    "/api/runs/bad/models"
                }) {
                    assertEquals(200, studio.get(path).statusCode(), name + ", way " + way + ": " + path);
                    boolean isRepeated = RunningStudio.text(studio.get(path)).contains(SECRET);
                    assertFalse(isRepeated && name.endsWith(".csv"), "content is repeated");
                }
                assertEquals(good, run(studio, "good"), name + ", way " + way);
                assertEquals("bad", run(studio, "bad").path("id").asText(), name + ", way " + way);
            }
        }
    }

    /** Cut, zeroed, overwritten, mixed up and merged, each at another place. */
    private static byte[] damaged(byte[] whole, int way) {
        Random random = new Random(way);
        int at = random.nextInt(whole.length);
        String text = new String(whole, StandardCharsets.UTF_8);
        byte[] bytes = whole.clone();
        switch (way % 10) {
            case 0:
                return java.util.Arrays.copyOf(whole, at);
            case 1:
                return new byte[whole.length];
            case 2:
                java.util.Arrays.fill(bytes, at, bytes.length, (byte) 0);
                return bytes;
            case 3:
                random.nextBytes(bytes);
                return bytes;
            case 4:
                return (text.substring(0, at) + "\n\n" + text.substring(at)).getBytes(StandardCharsets.UTF_8);
            case 5:
                return (text.substring(0, at) + SECRET + text.substring(at)).getBytes(StandardCharsets.UTF_8);
            case 6:
                return (text.substring(0, at) + "\n<<<<<<< HEAD\n" + text + "=======\n" + text + ">>>>>>> b\n")
                        .getBytes(StandardCharsets.UTF_8);
            case 7:
                return ("[" + "[".repeat(5000) + text).getBytes(StandardCharsets.UTF_8);
            case 8:
                return (text + "9".repeat(200_000) + "\n" + text).getBytes(StandardCharsets.UTF_8);
            default:
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
        }
    }

    @Test
    void whatCanBeReadOfATableIsShown() throws IOException {
        Files.writeString(
                bad.resolve("metrics.csv"), "epoch,step,loss\n1,100,3.5\n\n\0\0\0\0\n2,200,word\n2,200\n3,300,2.5\n");
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            JsonNode run = run(studio, "bad");
            assertEquals(300, run.path("step").asInt());
            assertEquals(
                    "metrics.csv: 4 lines are damaged and left out, beginning with line 3",
                    run.at("/problems/0").asText());
            JsonNode metrics = JSON.readTree(studio.get("/api/runs/bad/metrics").body());
            assertEquals("[[1,100,3.5],[3,300,2.5]]", metrics.path("rows").toString());
        }
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path outside = Files.writeString(directory.resolve("secret"), "epoch,step,loss\n7,700,7\n");
        Path picture = Files.write(
                directory.resolve("sampled-1.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1});
        Files.createSymbolicLink(bad.resolve("samples/sampled-1.png"), picture);
        Files.delete(bad.resolve("metrics.csv"));
        Files.createSymbolicLink(bad.resolve("metrics.csv"), outside);
        Files.createSymbolicLink(runs.resolve("linked"), directory);
        Files.createSymbolicLink(bad.resolve("model.zip"), outside);
        Path other = makeRun("other");
        Files.delete(other.resolve("samples"));
        Files.createSymbolicLink(other.resolve("samples"), directory);
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            assertEquals(404, studio.get("/api/runs/bad/pictures/sampled-1.png").statusCode());
            assertEquals(
                    404, studio.get("/api/runs/other/pictures/sampled-1.png").statusCode());
            JsonNode run = run(studio, "bad");
            assertEquals(0, run.path("step").asInt());
            assertFalse(run.path("hasModel").asBoolean());
            assertEquals(2, run.path("problems").size(), run.path("problems").toString());
            assertFalse(RunningStudio.text(studio.get("/api/runs/bad/metrics")).contains("700"));
            assertEquals(404, studio.get("/api/runs/linked").statusCode());
        }
    }

    @Test
    void pipesHangNothing() throws IOException, InterruptedException {
        for (String name : new String[] {"config.json", "status.json", "metrics.csv", "notes.json", "model.zip"}) {
            Files.deleteIfExists(bad.resolve(name));
            Process process = new ProcessBuilder("mkfifo", bad.resolve(name).toString()).start();
            assumeTrue(process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0, "there are no pipes here");
        }
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            assertEquals(2, JSON.readTree(studio.get("/api/runs").body()).size());
            assertTrue(run(studio, "bad").path("problems").size() >= 4);
            assertEquals(200, studio.get("/api/runs/bad/metrics").statusCode());
            assertEquals(
                    409,
                    studio.post("/api/runs/bad/samples", "{}", "Content-Type", "application/json")
                            .statusCode());
        }
    }

    @Test
    void aPictureIsOne() throws IOException {
        Files.writeString(bad.resolve("samples/sampled-1.png"), SECRET);
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            assertEquals(404, studio.get("/api/runs/bad/pictures/sampled-1.png").statusCode());
        }
    }

    @Test
    void runsNeedNotExistYet() throws IOException {
        Path none = directory.resolve("none");
        try (RunningStudio studio = new RunningStudio(none, null)) {
            assertEquals("[]", RunningStudio.text(studio.get("/api/runs")));
            Files.createDirectory(none);
            Files.move(bad, none.resolve("bad"));
            assertEquals(200, studio.get("/api/runs/bad").statusCode());
        }
    }

    private static JsonNode run(RunningStudio studio, String id) throws IOException {
        return JSON.readTree(studio.get("/api/runs/" + id).body());
    }
}
