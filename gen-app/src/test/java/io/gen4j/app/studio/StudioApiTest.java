package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.JavaProgram;
import io.gen4j.app.TrainedRuns;
import io.gen4j.app.studio.http.BoundedBody;
import io.gen4j.interop.SafetensorsFile;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every path and status of the OpenAPI document, each answer against its schema. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class StudioApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PNG = "image/png";
    private static final String VAE = "/api/runs/vae";
    private static final String CGAN = "/api/runs/cgan";

    private Path runs;
    private RunningStudio studio;
    private ApiDocument document;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        runs = directory;
        TrainedRuns.train(runs);
        Files.createDirectory(runs.resolve("new"));
        Files.copy(runs.resolve("vae/config.json"), runs.resolve("new/config.json"));
        studio = new RunningStudio(runs, null);
        document = new ApiDocument(studio);
        document.note("getDescription 200");
    }

    @AfterAll
    void stop() {
        studio.close();
        Set<String> documented = new TreeSet<>();
        // The workshop is asked by WorkshopDataTest and WorkshopTrainingTest.
        document.content()
                .path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (!operation.path("tags").toString().contains("workshop")) {
                        operation
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(status -> documented.add(
                                        operation.path("operationId").asText() + " " + status));
                    }
                }));
        // Too many requests at once: BatchingExecutorTest.
        documented.removeIf(each -> each.endsWith(" 503") || each.startsWith(" "));
        assertEquals(documented, document.seen());
    }

    @Test
    void listsRuns() throws IOException {
        JsonNode list = json("listRuns", 200, studio.get("/api/runs"));
        assertTrue(list.size() >= 3);
        JsonNode vae = json("getRun", 200, studio.get(VAE));
        assertEquals("vae", vae.path("family").asText());
        assertEquals("finished", vae.path("state").asText());
        assertEquals(2, vae.path("epoch").asInt());
        assertEquals(4, vae.path("latentSize").asInt());
        assertTrue(vae.path("encoder").asBoolean() && !vae.path("conditional").asBoolean());
        assertEquals("loss_nats", vae.at("/figures/0/name").asText());
        assertTrue(vae.at("/figures/0/best").asBoolean(), "the least loss on test images");
        assertEquals(VAE + "/pictures/sampled-2.png", vae.path("grid").asText());
        assertEquals(2, vae.at("/config/epochs").asInt());
        JsonNode cgan = json("getRun", 200, studio.get(CGAN));
        assertTrue(cgan.path("conditional").asBoolean() && !cgan.path("encoder").asBoolean());
        assertEquals("d_loss_nats", cgan.at("/figures/0/name").asText());
        assertEquals("g_loss_nats", cgan.at("/figures/1/name").asText());
        assertFalse(cgan.at("/figures/0/best").asBoolean(), "the last loss");
        JsonNode fresh = json("getRun", 200, studio.get("/api/runs/new"));
        assertEquals("stopped", fresh.path("state").asText());
        assertTrue(fresh.path("grid").isNull() && !fresh.path("hasModel").asBoolean());
        json("getRun", 404, studio.get("/api/runs/none"));
        JsonNode settings = json("listRuns", 200, studio.get("/api/runs?settings=true"));
        assertTrue(settings.at("/0/config/epochs").isInt());
        json("listRuns", 400, studio.get("/api/runs?settings=1"));
    }

    @Test
    void givesMetrics() throws IOException {
        JsonNode metrics = json("getMetrics", 200, studio.get(VAE + "/metrics"));
        assertEquals("step", metrics.at("/columns/1").asText());
        assertEquals(metrics.path("columns").size(), metrics.at("/rows/0").size());
        assertEquals(2, metrics.at("/evaluation/rows").size());
        assertEquals(
                0,
                json("getMetrics", 200, studio.get("/api/runs/new/metrics"))
                        .path("rows")
                        .size());
        json("getMetrics", 404, studio.get("/api/runs/none/metrics"));
    }

    @Test
    void givesOnlyTheMetricsThatAreAskedFor() throws IOException {
        JsonNode one = json("getMetrics", 200, studio.get(VAE + "/metrics?after=1&evaluatedAfter=1"));
        assertEquals(1, one.path("rows").size());
        assertEquals(2, one.at("/evaluation/rows/0/1").asInt(), "the epoch's last step");
        assertEquals(2, one.path("total").asInt());
        for (String query :
                new String[] {"points=1", "points=1e3", "after=-2", "after=x", "to=0x1p0", "after=9999999999999999999"
                }) {
            json("getMetrics", 400, studio.get(VAE + "/metrics?" + query));
        }
        json("listGrids", 400, studio.get(VAE + "/grids?after=1f"));
        assertEquals(
                2, json("listGrids", 200, studio.get(VAE + "/grids?after=1")).size());
    }

    @Test
    void keepsNotesBesideARun() throws IOException {
        byte[] record = Files.readAllBytes(runs.resolve("vae/config.json"));
        String notes = "{\"name\": \"Ünique\", \"group\": \"g\", \"text\": \"line\\nline\"}";
        json("putNotes", 200, studio.put(VAE + "/notes", notes));
        assertEquals(
                "Ünique",
                json("getNotes", 200, studio.get(VAE + "/notes")).path("name").asText());
        assertEquals("g", json("getRun", 200, studio.get(VAE)).path("group").asText());
        assertArrayEquals(record, Files.readAllBytes(runs.resolve("vae/config.json")));
        json("putNotes", 400, studio.put(VAE + "/notes", "{\"name\": \"a\\nb\"}"));
        json("putNotes", 400, studio.put(VAE + "/notes", "{\"name\": \"" + "x".repeat(101) + "\"}"));
        json("putNotes", 404, studio.put("/api/runs/none/notes", "{}"));
        json("putNotes", 413, studio.put(VAE + "/notes", " ".repeat(BoundedBody.MAX_BYTES) + "{}"));
        json("putNotes", 415, studio.put(VAE + "/notes", "{}", "Content-Type", "text/plain"));
        json("getNotes", 404, studio.get("/api/runs/none/notes"));
        json("putNotes", 200, studio.put(VAE + "/notes", "{}"));
    }

    @Test
    void deletesToATrashAndRestores() throws IOException {
        Path old = Files.createDirectory(runs.resolve("old"));
        Files.copy(runs.resolve("vae/config.json"), old.resolve("config.json"));
        assertEquals(
                "old",
                json("deleteRun", 200, studio.delete("/api/runs/old"))
                        .path("id")
                        .asText());
        json("deleteRun", 404, studio.delete("/api/runs/old"));
        assertTrue(json("listTrash", 200, studio.get("/api/trash")).toString().contains("\"old\""));
        Files.createDirectory(old);
        Files.copy(runs.resolve("vae/config.json"), old.resolve("config.json"));
        assertEquals(
                "old~2",
                json("deleteRun", 200, studio.delete("/api/runs/old"))
                        .path("id")
                        .asText());
        json("restoreRun", 200, studio.post("/api/trash/old~2/restore", ""));
        json("restoreRun", 409, studio.post("/api/trash/old/restore", ""));
        json("restoreRun", 404, studio.post("/api/trash/none/restore", ""));
        RunFiles running = RunFiles.make(runs, "old");
        running.state("running");
        json("deleteRun", 409, studio.delete("/api/runs/old"));
        running.state("stopped");
        json("deleteRun", 200, studio.delete("/api/runs/old"));
    }

    @Test
    void givesPictures() throws IOException {
        JsonNode grids = json("listGrids", 200, studio.get(VAE + "/grids"));
        assertEquals(4, grids.size());
        for (JsonNode grid : grids) {
            picture("getPicture", studio.get(grid.path("url").asText()));
        }
        json("getPicture", 404, studio.get(VAE + "/pictures/sampled-3.png"));
        json("listGrids", 404, studio.get("/api/runs/none/grids"));
    }

    @Test
    void drawsTheSameForTheSameSeed() throws IOException {
        byte[] first = post("sample", 200, VAE, "samples", "{\"count\": 5, \"seed\": 3}", PNG);
        assertArrayEquals(first, post("sample", 200, VAE, "samples", "{\"count\": 5, \"seed\": 3}", PNG));
        BufferedImage grid = ImageIO.read(new ByteArrayInputStream(first));
        assertEquals(3 * 30 - 2, grid.getWidth());
        assertEquals(2 * 30 - 2, grid.getHeight());
        byte[] strip = post("sample", 200, VAE, "samples", "{\"count\": 5, \"columns\": 5}", PNG);
        assertEquals(5 * 30 - 2, ImageIO.read(new ByteArrayInputStream(strip)).getWidth());
    }

    @Test
    void drawsWhatIsAskedFor() throws IOException {
        JsonNode eights = JSON.readTree(post("sample", 200, CGAN, "samples", "{\"count\": 2, \"label\": \"8\"}", ""));
        assertEquals("[\"8\",\"8\"]", eights.path("labels").toString());
        JsonNode all = JSON.readTree(post("sample", 200, CGAN, "samples", "{\"count\": 11}", ""));
        assertEquals("0", all.at("/labels/10").asText());
        String latents = all.path("latents").toString();
        JsonNode again = JSON.readTree(post("decode", 200, CGAN, "decode", "{\"latents\": " + latents + "}", ""));
        assertEquals(all.path("images"), again.path("images"));
    }

    @Test
    void goesFromOneLatentToAnother() throws IOException {
        String body =
                "{\"from\": {\"seed\": 1}, \"to\": {\"latents\": [0.5, 0, 1, 2]}, \"steps\": 3, \"method\": \"%s\"}";
        for (String method : new String[] {"linear", "spherical"}) {
            JsonNode way = JSON.readTree(post("interpolate", 200, VAE, "interpolate", body.formatted(method), ""));
            assertEquals(3, way.path("images").size());
            assertEquals("[0.5,0.0,1.0,2.0]", way.at("/latents/2").toString());
        }
        byte[] strip = post("interpolate", 200, VAE, "interpolate", body.formatted("linear"), PNG);
        assertEquals(3 * 30 - 2, ImageIO.read(new ByteArrayInputStream(strip)).getWidth());
    }

    @Test
    void encodesPicturesAsPixels() throws IOException {
        JsonNode drawn = JSON.readTree(post("sample", 200, VAE, "samples", "{\"count\": 2}", ""));
        byte[] byPicture = post("encode", 200, VAE, "encode", "{\"images\": " + drawn.path("images") + "}", "");
        BufferedImage first = ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(drawn.at("/images/0").asText())));
        StringBuilder pixels = new StringBuilder();
        for (int i = 0; i < 784; i++) {
            pixels.append(i == 0 ? "" : ",").append(first.getRaster().getSample(i % 28, i / 28, 0) / 255.0);
        }
        byte[] byPixels = post("encode", 200, VAE, "encode", "{\"pixels\": [[" + pixels + "]]}", "");
        JsonNode latent = JSON.readTree(byPicture).at("/latents/0");
        JsonNode same = JSON.readTree(byPixels).at("/latents/0");
        assertEquals(4, latent.size());
        for (int i = 0; i < 4; i++) {
            assertEquals(latent.get(i).asDouble(), same.get(i).asDouble(), 1e-4);
        }
        post("reconstruct", 200, VAE, "reconstruct", "{\"pixels\": [[" + pixels + "]]}", PNG);
    }

    @Test
    void givesThePlane() throws IOException {
        HttpResponse<byte[]> png = studio.get(VAE + "/manifold?columns=3&extent=2");
        assertEquals(3 * 30 - 2, picture("getManifold", png).getWidth());
        assertEquals("2.0", png.headers().firstValue("Latent-Extent").orElseThrow());
        JsonNode plane =
                json("getManifold", 200, studio.get(VAE + "/manifold?columns=2&x=3&y=1", "Accept", "application/json"));
        assertEquals("[3,1]", plane.path("axes").toString());
        for (String query :
                new String[] {"columns=33", "columns=a", "x=4", "x=1", "extent=0", "extent=NaN", "label=8"}) {
            json("getManifold", 400, studio.get(VAE + "/manifold?" + query));
        }
        json("getManifold", 404, studio.get("/api/runs/none/manifold"));
        json("getManifold", 409, studio.get("/api/runs/new/manifold"));
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        for (String body : new String[] {
            "",
            "null",
            "[]",
            "{",
            "{\"count\": 0}",
            "{\"count\": 1025}",
            "{\"count\": 1.5}",
            "{\"counts\": 1}",
            "{\"label\": \"8\"}",
            "{\"latents\": [[1, 2, 3]]}",
            "{\"latents\": []}",
            "{\"latents\": [null]}",
            "{\"latents\": [[1, 2, 3, 1e99]]}",
            "{\"latents\": [[1, 2, 3, \"NaN\"]]}",
            "{\"columns\": 0}",
            "{\"latents\": [[1, 2, 3, 4]], \"seed\": 1}",
            "{\"count\": 1, \"count\": 2}",
            "{} {}"
        }) {
            post("sample", 400, VAE, "samples", body, "");
        }
        post("sample", 400, CGAN, "samples", "{\"label\": \"ten\"}", "");
        post("decode", 400, VAE, "decode", "{}", "");
        post("interpolate", 400, VAE, "interpolate", "{\"from\": {\"seed\": 1}}", "");
        post("interpolate", 400, VAE, "interpolate", "{\"from\": {}, \"to\": {\"seed\": 1}}", "");
        post(
                "interpolate",
                400,
                VAE,
                "interpolate",
                "{\"from\": {\"seed\": 1}, \"to\": {\"seed\": 2}, \"steps\": 257}",
                "");
        post("encode", 400, VAE, "encode", "{}", "");
        post("encode", 400, VAE, "encode", "{\"images\": [\"bm8gcGljdHVyZQ==\"]}", "");
        post("encode", 400, VAE, "encode", "{\"pixels\": [[1]]}", "");
        post("encode", 400, CGAN, "encode", "{\"pixels\": [[1]]}", "");
        post("reconstruct", 400, VAE, "reconstruct", "{\"images\": []}", "");
    }

    @Test
    void evaluatesInAJob() throws IOException, InterruptedException {
        json("listModels", 200, studio.get(VAE + "/models"));
        json("listModels", 404, studio.get("/api/runs/none/models"));
        json("listEvaluations", 200, studio.get(VAE + "/evaluations"));
        json("listEvaluations", 404, studio.get("/api/runs/none/evaluations"));
        post("evaluate", 400, VAE, "evaluations", "{\"count\": 1}", "");
        JsonNode job = JSON.readTree(post("evaluate", 202, VAE, "evaluations", "{\"count\": 20}", ""));
        String path = "/api/jobs/" + job.path("id").asText();
        assertTrue(json("listJobs", 200, studio.get("/api/jobs")).path("jobs").size() > 0);
        json("cancelJob", 200, studio.delete(path));
        json("cancelJob", 404, studio.delete("/api/jobs/none"));
        json("getJob", 404, studio.get("/api/jobs/none"));
        String state = json("getJob", 200, studio.get(path)).path("state").asText();
        while (!state.equals("cancelled")) {
            assertTrue(state.equals("cancelling"), state);
            Thread.sleep(20);
            state = json("getJob", 200, studio.get(path)).path("state").asText();
        }
    }

    @Test
    void findsDirectionsAndScores() throws IOException {
        json("listDirections", 200, studio.get(VAE + "/directions"));
        json("listDirections", 400, studio.get(VAE + "/directions?count=x"));
        json("listDirections", 404, studio.get("/api/runs/none/directions"));
        json("listDirections", 409, studio.get("/api/runs/new/directions"));
        post("score", 200, VAE, "scores", "{\"count\": 2, \"calibrate\": 5, \"draws\": 2}", "");
        post("score", 400, VAE, "scores", "{}", "");
    }

    @Test
    void refusesWhatIsNotThere() throws IOException {
        String pixels = "{\"pixels\": [[1]]}";
        for (String[] each : new String[][] {
            {"sample", "samples", "{}"},
            {"decode", "decode", "{\"latents\": [[1]]}"},
            {"interpolate", "interpolate", "{\"from\": {\"seed\": 1}, \"to\": {\"seed\": 2}}"},
            {"encode", "encode", pixels},
            {"reconstruct", "reconstruct", pixels},
            {"evaluate", "evaluations", "{}"},
            {"score", "scores", "{\"count\": 1}"}
        }) {
            post(each[0], 404, "/api/runs/none", each[1], each[2], "");
            post(each[0], 409, "/api/runs/new", each[1], each[2], "");
            post(each[0], 413, VAE, each[1], " ".repeat(BoundedBody.MAX_BYTES) + "{}", "");
            json(each[0], 415, studio.post(VAE + "/" + each[1], each[2], "Content-Type", "text/plain"));
        }
        assertEquals(405, studio.post("/api/runs", "{}").statusCode());
    }

    @Test
    void tellsWhatARunWrites() throws IOException {
        Path live = Files.createDirectory(runs.resolve("live"));
        HttpURLConnection connection =
                (HttpURLConnection) studio.at("/api/events?run=live").toURL().openConnection();
        connection.setRequestProperty("Accept", "text/event-stream");
        assertEquals(200, connection.getResponseCode());
        document.note("followRuns 200");
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("{}", next(events, "alive"));
            Files.copy(runs.resolve("vae/config.json"), live.resolve("config.json"));
            assertEquals(
                    "stopped",
                    nextRun(events, "/state", "\"stopped\"").path("state").asText());
            Path metrics = Files.writeString(live.resolve("metrics.csv"), "epoch,step,loss\n1,100,3.5\n");
            nextRun(events, "/step", "100");
            Files.writeString(metrics, "1,200,NaN\n1,300", StandardOpenOption.APPEND);
            nextRun(events, "/step", "200");
            Path samples = Files.createDirectory(live.resolve("samples"));
            Files.writeString(samples.resolve("sampled-1.png"), "");
            nextRun(events, "/grid", "\"/api/runs/live/pictures/sampled-1.png\"");
            Files.writeString(live.resolve("evaluation.csv"), "epoch,loss\n1,3.25\n");
            nextRun(events, "/evaluations", "1");
            Files.writeString(metrics, "epoch,step,loss\n1,100,3.5\n");
            nextRun(events, "/step", "100");
            Files.delete(live.resolve("config.json"));
            assertEquals("{\"id\":\"live\"}", next(events, "removed"));
        } finally {
            connection.disconnect();
            Files.deleteIfExists(live.resolve("config.json"));
        }
        json("followRuns", 406, studio.get("/api/events", "Accept", "text/plain"));
    }

    /** Reads events until the run is as it should be, and checks each against the document. */
    private JsonNode nextRun(BufferedReader events, String pointer, String value) throws IOException {
        for (; ; ) {
            JsonNode run = JSON.readTree(next(events, "run"));
            if (run.at(pointer).toString().equals(value)) {
                return run;
            }
        }
    }

    @Test
    void exportsModels(@TempDir Path directory) throws Exception {
        JsonNode formats =
                json("listExports", 200, studio.get(CGAN + "/exports")).path("formats");
        assertEquals(
                "[model, safetensors, onnx, hub]",
                formats.findValuesAsText("format").toString());
        for (JsonNode format : formats) {
            HttpResponse<byte[]> file =
                    studio.get(CGAN + "/exports/" + format.path("format").asText());
            assertEquals(200, file.statusCode(), RunningStudio.text(file));
            assertEquals(
                    "attachment; filename=\"" + format.path("file").asText() + "\"",
                    file.headers().firstValue("Content-Disposition").orElseThrow());
            Files.write(directory.resolve(format.path("file").asText()), file.body());
        }
        document.note("export 200");
        assertTrue(
                SafetensorsFile.read(directory.resolve("cgan.safetensors")).tensors().keySet().stream()
                        .anyMatch(name -> name.startsWith("D")),
                "the discriminator, too");
        assertEquals(Set.of("generator.onnx"), entries(directory.resolve("cgan-onnx.zip")));
        assertEquals(
                Set.of("README.md", "config.json", "model.safetensors", "samples.png"),
                entries(directory.resolve("cgan-hub.zip")));
        JsonNode java = json("getJava", 200, studio.get(CGAN + "/java"));
        assertTrue(java.path("maven").asText().contains("<artifactId>gen-cgan</artifactId>"));
        String program = java.path("program").asText();
        assertTrue(program.contains("sample(\"0\", 16, 1)"), program);
        assertEquals("", JavaProgram.run("Draw", program, directory));
        assertEquals(
                2 * 30 - 2 + 4,
                ImageIO.read(directory.resolve("images.png").toFile()).getHeight(),
                10);
        HttpResponse<byte[]> checkpoint = studio.get(CGAN + "/exports/model?model=epoch-1");
        assertEquals(200, checkpoint.statusCode(), RunningStudio.text(checkpoint));
        json("export", 409, studio.get(CGAN + "/exports/model?model=epoch-9"));
        json("export", 409, studio.get("/api/runs/new/exports/onnx"));
        json("export", 400, studio.get(CGAN + "/exports/model?model=../x"));
        json("export", 404, studio.get(CGAN + "/exports/..%2fmodel.zip"));
        json("export", 404, studio.get(CGAN + "/exports/web"));
        json("listExports", 404, studio.get("/api/runs/none/exports"));
        json("getJava", 404, studio.get("/api/runs/none/java"));
    }

    private static Set<String> entries(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream().map(ZipEntry::getName).collect(Collectors.toSet());
        }
    }

    @Test
    void saysNothingWhenAPageGoes() throws Exception {
        PrintStream console = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) studio.at("/api/events").toURL().openConnection();
            assertTrue(connection.getInputStream().read() > 0, "the first event");
            connection.disconnect();
            while (isFollowed()) {
                Thread.sleep(50);
            }
        } finally {
            System.setErr(console);
        }
        assertEquals("", said.toString(StandardCharsets.UTF_8));
    }

    private static boolean isFollowed() {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> thread.getKey().getName().equals("studio events")
                        && Stream.of(thread.getValue())
                                .anyMatch(frame -> frame.getClassName().endsWith("EventStream")));
    }

    /** The data of the next event of a kind. */
    private static String next(BufferedReader events, String kind) throws IOException {
        String event = "";
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("data: ") && event.equals(kind)) {
                return line.substring("data: ".length());
            }
        }
        throw new IOException("the events ended");
    }

    private byte[] post(String operation, int status, String run, String verb, String body, String accept)
            throws IOException {
        HttpResponse<byte[]> response = studio.post(
                run + "/" + verb,
                body,
                "Content-Type",
                "application/json",
                "Accept",
                accept.isEmpty() ? "application/json" : accept);
        if (status == 200 && accept.equals(PNG)) {
            picture(operation, response);
        } else {
            json(operation, status, response);
        }
        return response.body();
    }

    private BufferedImage picture(String operation, HttpResponse<byte[]> response) throws IOException {
        assertEquals(200, response.statusCode(), RunningStudio.text(response));
        assertEquals(PNG, response.headers().firstValue("Content-Type").orElseThrow());
        document.note(operation + " 200");
        return ImageIO.read(new ByteArrayInputStream(response.body()));
    }

    private JsonNode json(String operation, int status, HttpResponse<byte[]> response) throws IOException {
        return document.check(operation, status, response);
    }
}
