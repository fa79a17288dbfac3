package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.TrainedRuns;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9110 and 9457 ask of the studio, whoever answers: a route, Javalin or Jetty. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HttpRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "0123456789abcdef";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/app.js",
                "/uplot.js",
                "/api/runs",
                "/api/runs/vae",
                "/api/runs/none",
                "/none",
                "/api/runs/vae/pictures/sampled-1.png",
                "/api/runs/vae/metrics",
                "/api/openapi.json"
            })
    void headIsLikeGet(String path) {
        HttpResponse<byte[]> get = studio.get(path);
        HttpResponse<byte[]> head = studio.send("HEAD", path);
        assertEquals(get.statusCode(), head.statusCode());
        assertEquals(0, head.body().length);
        for (String header : new String[] {"Content-Type", "ETag", "Content-Length"}) {
            assertEquals(get.headers().firstValue(header), head.headers().firstValue(header), header);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/runs | GET, HEAD, OPTIONS",
                "/api/runs/vae | GET, HEAD, DELETE, OPTIONS",
                "/api/runs/vae/notes | GET, HEAD, PUT, OPTIONS",
                "/api/runs/vae/samples | POST, OPTIONS",
                "/ | GET, HEAD, OPTIONS"
            })
    void otherMethodsAreNamed(String path, String allowed) throws IOException {
        HttpResponse<byte[]> options = studio.send("OPTIONS", path);
        assertEquals(204, options.statusCode());
        assertEquals(allowed, options.headers().firstValue("Allow").orElseThrow());
        for (String method : new String[] {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
            if (!allowed.contains(method)) {
                HttpResponse<byte[]> refused = studio.send(method, path);
                assertProblem(405, refused);
                assertEquals(allowed, refused.headers().firstValue("Allow").orElseThrow());
            }
        }
    }

    @Test
    void entityTagsAreQuotedAndSaveTheBody() {
        for (String path : new String[] {"/api/runs", "/api/runs/vae/pictures/sampled-1.png", "/app.js"}) {
            String tag = studio.get(path).headers().firstValue("ETag").orElseThrow();
            assertTrue(tag.matches("(W/)?\"[^\"]+\""), path + ": " + tag);
            HttpResponse<byte[]> again = studio.get(path, "If-None-Match", tag);
            assertEquals(304, again.statusCode(), path);
            assertEquals(0, again.body().length);
        }
        assertEquals(
                200, studio.get("/api/runs", "If-None-Match", "W/\"other\"").statusCode());
    }

    @Test
    void compressionIsAnnounced() {
        for (String path : new String[] {"/api/openapi.json", "/app.js", "/api/runs"}) {
            HttpResponse<byte[]> answer = studio.get(path, "Accept-Encoding", "gzip");
            assertTrue(
                    String.join(",", answer.headers().allValues("Vary")).contains("Accept-Encoding"),
                    path + ": " + answer.headers().map());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1",
                "GET /api/runs/a%2fb HTTP/1.1",
                "GET //api HTTP/1.1",
                "GET /..;/x HTTP/1.1",
                "GET /%00 HTTP/1.1",
                "BREW /api/runs HTTP/1.1",
                "TRACE /api/runs HTTP/1.1",
                "GET /api/runs HTTP/9.9",
                "GET api/runs HTTP/1.1"
            })
    void malformedRequestsAreProblemsToo(String line) throws IOException {
        String answer = studio.raw(line, "Host: localhost");
        assertTrue(answer.matches("(?s)HTTP/1.1 [45]\\d\\d .*"), answer);
        assertTrue(answer.toLowerCase().contains("content-type: application/problem+json"), answer);
        assertTrue(answer.contains("X-Content-Type-Options"), answer);
        assertFalse(answer.toLowerCase().contains("jetty"), answer);
    }

    @Test
    void tooLongAddressesAndHeadersAreProblemsToo() throws IOException {
        for (String[] lines : new String[][] {
            {"GET /" + "a".repeat(30_000) + " HTTP/1.1", "Host: localhost"},
            {"GET / HTTP/1.1", "Host: localhost", "X-Long: " + "a".repeat(30_000)},
            {"GET / HTTP/1.1"},
            {"GET / HTTP/1.1", "Host: a", "Host: b"},
            {"POST /api/runs/vae/samples HTTP/1.1", "Host: localhost", "Content-Length: x"}
        }) {
            String answer = studio.raw(lines);
            assertTrue(answer.matches("(?s)HTTP/1.1 4\\d\\d .*"), answer);
            assertTrue(answer.toLowerCase().contains("content-type: application/problem+json"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"count\": \"8\"}",
                "{\"count\": true}",
                "{\"seed\": \"1\"}",
                "{\"seed\": 1.0}",
                "{\"count\": \"\"}",
                "{\"latents\": [[\"1\", 2, 3, 4]]}",
                "{\"latents\": [[null, 2, 3, 4]]}",
                "{\"latents\": [[1,2,3,true]]}",
                "{\"latents\": \"AAAA\"}",
                "{\"label\": 8}",
                "{\"label\": true}",
                "{\"columns\": []}",
                "{\"count\": 1e99}",
                "{\"count\": 99999999999999999999}",
                "{\"x\": 1}",
                "[1]",
                "\"x\"",
                "{\"count\": 1",
                "nonsense"
            })
    void bodiesAreTakenLiterally(String body) throws IOException {
        HttpResponse<byte[]> answer = studio.post("/api/runs/vae/samples", body, "Content-Type", "application/json");
        assertNamesNoJava(assertProblem(400, answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"Linear\"", "\"LINEAR\"", "\"\"", "null, \"x\": 1", "[\"linear\"]"})
    void enumerationsAreTakenLiterally(String method) throws IOException {
        String body = "{\"from\": {\"seed\": 1}, \"to\": {\"seed\": 2}, \"method\": " + method + "}";
        HttpResponse<byte[]> answer =
                studio.post("/api/runs/vae/interpolate", body, "Content-Type", "application/json");
        assertNamesNoJava(assertProblem(400, answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"extent=1f", "extent=0x1p0", "extent=1d", "columns=%2B3", "columns=3.0", "x=", "extent=+1"})
    void parametersAreTakenLiterally(String query) throws IOException {
        assertProblem(400, studio.get("/api/runs/vae/manifold?" + query));
    }

    private static void assertNamesNoJava(JsonNode problem) {
        String detail = problem.path("detail").asText();
        assertFalse(detail.matches("(?s).*(java|io\\.gen4j|com\\.|Exception|\\$|`).*"), detail);
    }

    private static JsonNode assertProblem(int status, HttpResponse<byte[]> answer) throws IOException {
        assertEquals(status, answer.statusCode(), RunningStudio.text(answer));
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElseThrow());
        JsonNode problem = JSON.readTree(answer.body());
        assertEquals(status, problem.path("status").asInt());
        assertTrue(answer.headers().firstValue("X-Content-Type-Options").isPresent());
        return problem;
    }

    @Test
    void heavyPicturesAreRefusedBeforeTheyAreDecoded() throws IOException {
        String picture = java.util.Base64.getEncoder().encodeToString(blank(4000, 4000));
        StringBuilder body = new StringBuilder("{\"images\": [");
        for (int i = 0; i < 64; i++) {
            body.append(i == 0 ? "\"" : ",\"").append(picture).append('"');
        }
        HttpResponse<byte[]> answer =
                studio.post("/api/runs/vae/encode", body.append("]}").toString(), "Content-Type", "application/json");
        assertTrue(assertProblem(400, answer).path("detail").asText().contains("pixels"));
    }

    private static byte[] blank(int width, int height) throws IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(width, height, java.awt.image.BufferedImage.TYPE_BYTE_BINARY),
                "png",
                out);
        return out.toByteArray();
    }

    /** Three hundred connections that send a byte now and then, and one reader beside them. */
    @Test
    void slowConnectionsMakeNobodyWait() throws IOException, InterruptedException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket("127.0.0.1", studio.port());
                slow.add(socket);
                String head = "POST /api/runs/vae/samples HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            }
            int ended = 0;
            for (int second = 0; second < 30 && ended == 0; second++) {
                assertEquals(200, studio.get("/api/runs").statusCode());
                Thread.sleep(500);
                for (Socket socket : slow) {
                    ended += isEnded(socket) ? 1 : 0;
                }
            }
            assertTrue(ended > 0, "slow bodies are given up");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static boolean isEnded(Socket socket) throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(' ');
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Two thousand connections that are reset as soon as they have asked. */
    @Test
    void placesOfStreamsComeBack() throws IOException, InterruptedException {
        for (int i = 0; i < 2000; i++) {
            try (Socket socket = new Socket("127.0.0.1", studio.port())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream()
                        .write("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            }
        }
        int status = 503;
        for (int i = 0; i < 40 && status == 503; i++) {
            try (Socket socket = new Socket("127.0.0.1", studio.port())) {
                socket.getOutputStream()
                        .write("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] line = socket.getInputStream().readNBytes(12);
                status = Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
            }
            Thread.sleep(100);
        }
        assertEquals(200, status);
    }

    @Test
    void aProxyMayStandBefore() throws IOException {
        StudioConfig config = new StudioConfig(
                runs,
                StudioConfig.LOOPBACK,
                0,
                null,
                "/a/studio",
                Set.of("lab.example"),
                Set.of("https://notebook.example"),
                true);
        try (RunningStudio proxied = new RunningStudio(config)) {
            assertEquals(404, proxied.get("/api/runs").statusCode());
            JsonNode list = JSON.readTree(proxied.get("/a/studio/api/runs").body());
            assertTrue(list.at("/0/grid").asText().startsWith("/a/studio/api/runs/"), list.toString());
            assertEquals(200, proxied.get(list.at("/0/grid").asText()).statusCode());
            assertEquals(200, proxied.get("/a/studio/").statusCode());
            String other =
                    proxied.raw("GET /a/studio/api/runs HTTP/1.1", "Host: lab.example", "Origin: https://lab.example");
            assertTrue(other.startsWith("HTTP/1.1 200"), other);
            assertProblem(403, proxied.put("/a/studio/api/runs/vae/notes", "{}"));
            HttpResponse<byte[]> allowed = proxied.get("/a/studio/api/runs", "Origin", "https://notebook.example");
            assertEquals(
                    "https://notebook.example",
                    allowed.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
            HttpResponse<byte[]> preflight = proxied.send(
                    "OPTIONS",
                    "/a/studio/api/runs/vae/samples",
                    "Origin",
                    "https://notebook.example",
                    "Access-Control-Request-Method",
                    "POST");
            assertEquals(204, preflight.statusCode());
            assertTrue(preflight
                    .headers()
                    .firstValue("Access-Control-Allow-Headers")
                    .orElseThrow()
                    .contains("Content-Type"));
            assertEquals(
                    403,
                    proxied.get("/a/studio/api/runs", "Origin", "https://other.example")
                            .statusCode());
        }
    }

    @Test
    void otherSitesLoadNothing() throws IOException {
        String[] image = {
            "Host: localhost", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"
        };
        String answer =
                studio.raw("GET /api/runs/vae/manifold?columns=2 HTTP/1.1", image[0], image[1], image[2], image[3]);
        assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
        String link = studio.raw(
                "GET / HTTP/1.1",
                "Host: localhost",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: document");
        assertTrue(link.startsWith("HTTP/1.1 200"), link);
        String own = studio.raw("GET /api/runs HTTP/1.1", "Host: localhost", "Sec-Fetch-Site: same-origin");
        assertTrue(own.startsWith("HTTP/1.1 200"), own);
    }

    @Test
    void theTokenIsAskedForOnAPage() throws IOException {
        try (RunningStudio guarded = new RunningStudio(runs, TOKEN)) {
            HttpResponse<byte[]> page = guarded.get("/", "Accept", "text/html,*/*");
            assertEquals(401, page.statusCode());
            assertTrue(RunningStudio.text(page).contains("<input id=\"token\""));
            assertProblem(401, guarded.get("/api/runs", "Accept", "text/html"));
            String[] form = {"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"};
            assertEquals(401, guarded.post("/token", "token=wrong", form).statusCode());
            HttpResponse<byte[]> in = guarded.post("/token", "token=" + TOKEN, form);
            assertEquals(303, in.statusCode());
            String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
            assertEquals(
                    200,
                    guarded.get("/api/runs", "Cookie", cookie.substring(0, cookie.indexOf(';')))
                            .statusCode());
            assertEquals(
                    200,
                    guarded.get("/api/runs", "Authorization", "bearer " + TOKEN).statusCode());
            String redirect = guarded.raw("GET //evil.example/?token=" + TOKEN + " HTTP/1.1", "Host: localhost");
            assertFalse(redirect.contains("//evil"), redirect);
        }
    }
}
