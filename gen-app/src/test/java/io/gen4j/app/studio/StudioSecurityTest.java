package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudioSecurityTest {

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    private Path directory;

    private Path runs;

    @BeforeEach
    void makeRun() throws IOException {
        runs = Files.createDirectory(directory.resolve("runs"));
        Path samples = Files.createDirectories(runs.resolve("mine").resolve("samples"));
        Files.writeString(runs.resolve("mine").resolve("config.json"), "{\"family\": \"vae\"}");
        Files.writeString(samples.resolve("secret.txt"), "secret");
        Files.writeString(directory.resolve("config.json"), "{\"family\": \"secret\"}");
        Files.writeString(directory.resolve("sampled-1.png"), "secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/runs/..",
                "/api/runs/%2e%2e",
                "/api/runs/..%2f",
                "/api/runs/..%2fruns%2fmine",
                "/api/runs/mine%2f..%2f..",
                "/api/runs/.",
                "/api/runs/mine/pictures/..%2f..%2f..%2fsampled-1.png",
                "/api/runs/mine/pictures/..%5c..%5csampled-1.png",
                "/api/runs/mine/pictures/secret.txt",
                "/api/runs/mine/pictures/%00",
                "/../config.json",
                "/%2e%2e/config.json",
                "/..%2fconfig.json",
                "/studio/index.html/../../io/gen4j/app/studio/openapi.yaml",
                "//io/gen4j/app/studio/openapi.yaml"
            })
    void noPathLeadsOut(String path) throws IOException {
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            String answer = studio.raw("GET " + path + " HTTP/1.1", "Host: localhost");
            assertTrue(answer.matches("(?s)HTTP/1.1 40[04] .*"), answer);
            assertFalse(answer.contains("secret\""), answer);
        }
    }

    @Test
    void anotherHostsNameIsRefused() throws IOException {
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            for (String host : new String[] {"evil.example", "evil.example:7860", "localhost.evil.example"}) {
                String answer = studio.raw("GET /api/runs HTTP/1.1", "Host: " + host);
                assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
                assertTrue(answer.contains("application/problem+json"), answer);
            }
            for (String host : new String[] {"localhost", "LOCALHOST:80", "127.0.0.1:7860", "[::1]:1"}) {
                String answer = studio.raw("GET /api/runs HTTP/1.1", "Host: " + host);
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            }
        }
    }

    @Test
    void aPageFromElsewhereIsRefused() throws IOException {
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            assertEquals(
                    403,
                    studio.post("/api/runs/mine/samples", "{}", "Origin", "http://evil.example")
                            .statusCode());
            assertEquals(403, studio.get("/api/runs", "Origin", "null").statusCode());
            String own = studio.at("").toString();
            assertEquals(200, studio.get("/api/runs", "Origin", own).statusCode());
        }
    }

    @Test
    void theTokenIsRequired() throws IOException {
        try (RunningStudio studio = new RunningStudio(runs, TOKEN)) {
            for (String path : new String[] {"/", "/api/runs", "/api/openapi.json", "/robots.txt", "/none"}) {
                assertEquals(401, studio.get(path).statusCode(), path);
                assertEquals(
                        401,
                        studio.get(path, "Authorization", "Bearer " + TOKEN + "x")
                                .statusCode());
            }
            assertEquals(
                    200,
                    studio.get("/api/runs", "Authorization", "Bearer " + TOKEN).statusCode());
            assertEquals(401, studio.get("/?token=" + TOKEN + "x").statusCode());
        }
    }

    @Test
    void theTokenInTheAddressBecomesACookie() throws IOException {
        try (RunningStudio studio = new RunningStudio(runs, TOKEN)) {
            HttpResponse<byte[]> first = studio.get("/?token=" + TOKEN);
            assertEquals(303, first.statusCode());
            assertEquals(
                    "/", first.headers().firstValue("Location").orElseThrow().replaceFirst("https?://[^/]*", ""));
            String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
            assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
            assertFalse(cookie.contains(TOKEN));
            String pair = cookie.substring(0, cookie.indexOf(';'));
            assertEquals(200, studio.get("/api/runs", "Cookie", pair).statusCode());
            assertEquals(401, studio.get("/api/runs", "Cookie", pair + "0").statusCode());
        }
    }

    @Test
    void everyAnswerIsGuarded() throws IOException {
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            for (String path : new String[] {"/", "/api/runs", "/api/runs/none", "/none"}) {
                HttpResponse<byte[]> answer = studio.get(path);
                String policy =
                        answer.headers().firstValue("Content-Security-Policy").orElseThrow();
                assertTrue(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), policy);
                assertEquals(
                        "nosniff",
                        answer.headers().firstValue("X-Content-Type-Options").orElseThrow());
                assertEquals(
                        "no-referrer",
                        answer.headers().firstValue("Referrer-Policy").orElseThrow());
                assertTrue(answer.headers()
                        .firstValue("Access-Control-Allow-Origin")
                        .isEmpty());
            }
        }
    }

    @Test
    void whatOthersCanReachNeedsAToken() {
        assertThrows(IllegalArgumentException.class, () -> new StudioConfig(runs, "0.0.0.0", 0, null));
        assertThrows(IllegalArgumentException.class, () -> new StudioConfig(runs, "127.0.0.1", 0, "short"));
        assertThrows(IllegalArgumentException.class, () -> new StudioConfig(runs, "127.0.0.1", 65_536, null));
        assertEquals("0.0.0.0", new StudioConfig(runs, "0.0.0.0", 0, TOKEN).host());
    }
}
