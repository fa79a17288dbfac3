package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.JavaProgram;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an empty home to an exported generator, by a real studio and real trainings. The studio is killed during an upload,
 * during a training, and while another one waits.
 */
@Timeout(540)
class WorkshopIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> studios = new ArrayList<>();
    private URI address = URI.create("http://localhost");

    private void start() throws IOException {
        Process studio = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.gen4j.app.Gen",
                        "serve",
                        "--workshop",
                        "--port=0",
                        "--runs=" + home.resolve("runs"))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        studios.add(studio);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(studio.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            Matcher found = Pattern.compile("studio: (http://[^/]+)/").matcher(line);
            if (found.find()) {
                address = URI.create(found.group(1));
                return;
            }
        }
        throw new AssertionError(said.toString());
    }

    private void kill() throws InterruptedException {
        Process studio = studios.get(studios.size() - 1);
        studio.destroyForcibly();
        assertTrue(studio.waitFor(20, TimeUnit.SECONDS));
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        for (Process studio : studios) {
            studio.destroyForcibly();
        }
        ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(home.toString()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private JsonNode ask(String method, String path, @Nullable String json) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/api" + path))
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        assertTrue(answer.statusCode() < 300, () -> path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        return MAPPER.readTree(answer.body());
    }

    private void put(String upload, String path, byte[] content) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/workshop/uploads/" + upload + "/files?path="
                        + URLEncoder.encode(path, StandardCharsets.UTF_8)))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(content))
                .build();
        assertEquals(200, client.send(request, BodyHandlers.ofByteArray()).statusCode());
    }

    private static byte[] picture(int kind, int number) throws IOException {
        BufferedImage image = new BufferedImage(32, 28, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 3; j++) {
                int x = kind == 0 ? 8 + i : kind == 1 ? 12 + j : 8 + i;
                int y = kind == 0 ? 12 + j : kind == 1 ? 8 + i : 8 + (i + j) % 12;
                image.setRGB(x + number % 5, y, 0xffffff - number);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private String upload() throws IOException, InterruptedException {
        String upload = ask("POST", "/workshop/uploads", "{\"name\": \"Lines\"}")
                .path("id")
                .asText();
        for (int i = 0; i < 60; i++) {
            put(upload, List.of("flat", "upright", "slanted").get(i % 3) + "/" + i + ".png", picture(i % 3, i));
        }
        return upload;
    }

    private JsonNode until(String path, String field, String pattern) throws IOException, InterruptedException {
        while (true) {
            JsonNode now = ask("GET", path, null);
            if (now.path(field).asText().matches(pattern)) {
                return now;
            }
            assertFalse(now.path(field).asText().equals("failed"), now.toString());
            Thread.sleep(200);
        }
    }

    private static String training(int seed) {
        return "{\"dataset\": \"lines\", \"model\": \"cgan\", \"key\": \"key-number-" + seed + "\", \"settings\": "
                + "{\"hidden\": 16, \"epochs\": 100000, \"batchSize\": 10, \"seed\": " + seed + "}}";
    }

    @Test
    void nothingIsLostAndAGeneratorIsLeft(@TempDir Path elsewhere) throws Exception {
        start();
        String lost = upload();
        try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
            OutputStream out = socket.getOutputStream();
            String head = "PUT /api/workshop/uploads/" + lost + "/files?path=half.png HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[50_000]);
            out.flush();
            kill();
        }
        assertTrue(Files.exists(home.resolve("datasets/.staging").resolve(lost)));
        start();
        assertFalse(Files.exists(home.resolve("datasets/.staging").resolve(lost)));
        assertEquals(0, ask("GET", "/workshop/datasets", null).path("datasets").size());

        String upload = upload();
        ask("POST", "/workshop/uploads/" + upload + "/finish", null);
        assertEquals(
                "lines",
                until("/workshop/uploads/" + upload, "state", "finished")
                        .path("dataset")
                        .asText());
        assertEquals(
                3, ask("GET", "/workshop/datasets/lines", null).path("labels").size());

        ask("POST", "/workshop/trainings", training(1));
        ask("POST", "/workshop/trainings", training(2));
        String run =
                until("/workshop/trainings/1", "state", "running").path("run").asText();
        trained(run, 2);
        kill();
        start();
        assertEquals(
                "running",
                ask("GET", "/workshop/trainings/1", null).path("state").asText());
        long epoch = ask("GET", "/runs/" + run, null).path("epoch").asLong();
        trained(run, epoch + 2);
        assertEquals(
                "waiting",
                ask("GET", "/workshop/trainings/2", null).path("state").asText());

        ask("POST", "/workshop/trainings/1/stop", null);
        JsonNode stopped = until("/workshop/trainings/1", "state", "stopped");
        assertTrue(stopped.path("problem").isNull(), stopped.toString());
        ask("POST", "/workshop/trainings/2/stop", null);
        until("/workshop/trainings/2", "state", "stopped|cancelled");

        JsonNode now = until("/runs/" + run, "state", "stopped");
        long last = now.path("epoch").asLong() + 2;
        ask("POST", "/workshop/runs/" + run + "/resume", "{\"epochs\": " + last + ", \"key\": \"resume-it\"}");
        until("/workshop/trainings/3", "state", "finished");
        assertEquals(
                last, until("/runs/" + run, "state", "finished").path("epoch").asLong());

        JsonNode java = ask("GET", "/runs/" + run + "/java", null);
        HttpRequest export = HttpRequest.newBuilder(address.resolve("/api/runs/" + run + "/exports/model"))
                .build();
        Path file = elsewhere.resolve(run + "-model.zip");
        assertEquals(200, client.send(export, BodyHandlers.ofFile(file)).statusCode());
        assertEquals("", JavaProgram.run("Draw", java.path("program").asText(), elsewhere));
        assertTrue(ImageIO.read(elsewhere.resolve("images.png").toFile()).getWidth() > 8 * 28);
    }

    private void trained(String run, long epochs) throws IOException, InterruptedException {
        while (true) {
            HttpRequest request =
                    HttpRequest.newBuilder(address.resolve("/api/runs/" + run)).build();
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200
                    && MAPPER.readTree(answer.body()).path("epoch").asLong() >= epochs) {
                return;
            }
            JsonNode training = ask("GET", "/workshop/trainings/1", null);
            assertEquals("running", training.path("state").asText(), training.toString());
            Thread.sleep(200);
        }
    }

    /** The program that a plan shows compiles, and trains the same run as the line for a terminal. */
    @Test
    void theProgramOfAPlanTrains(@TempDir Path elsewhere) throws Exception {
        start();
        JsonNode plan = ask(
                "POST",
                "/workshop/plan",
                "{\"dataset\": \"synthetic\", \"model\": \"gan\", \"limit\": 200, \"settings\": {\"hidden\": 8, "
                        + "\"epochs\": 1, \"learningRate\": 0.001, \"loss\": \"least-squares\"}}");
        assertEquals("", JavaProgram.run("Train", plan.path("java").asText(), elsewhere));
        try (var runs = Files.list(elsewhere.resolve("runs"))) {
            Path run = runs.findFirst().orElseThrow();
            JsonNode config = MAPPER.readTree(Files.readAllBytes(run.resolve("config.json")))
                    .path("config");
            assertEquals(8, config.path("hidden").asInt());
            assertEquals(0.001, config.path("learningRate").asDouble());
            assertEquals("least-squares", config.path("loss").asText());
        }
    }

    /** The measured rate of this machine gives a range of minutes. */
    @Test
    void aCalibrationIsMeasured() throws Exception {
        start();
        ask("POST", "/workshop/calibration", "{\"model\": \"gan\"}");
        JsonNode state = until("/workshop/calibration", "state", "idle");
        assertTrue(state.at("/rates/0/from").asDouble() > 1, state.toString());
        assertTrue(
                state.at("/rates/0/to").asDouble() >= state.at("/rates/0/from").asDouble());
        JsonNode plan = ask("POST", "/workshop/plan", "{\"dataset\": \"mnist\", \"model\": \"gan\"}");
        assertTrue(plan.at("/minutes/to").asDouble() > plan.at("/minutes/from").asDouble(), plan.toString());
    }
}
