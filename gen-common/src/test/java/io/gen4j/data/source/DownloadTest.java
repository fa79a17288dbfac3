package io.gen4j.data.source;

import static io.gen4j.data.source.LocalMirror.chunked;
import static io.gen4j.data.source.LocalMirror.content;
import static io.gen4j.data.source.LocalMirror.half;
import static io.gen4j.data.source.LocalMirror.redirect;
import static io.gen4j.data.source.LocalMirror.status;
import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {

    private static final String FILE = "digits.gz";
    private static final int MAX_BYTES = 100_000;
    private static final byte[] CONTENT = bytes(50_000);

    private final Download download = new Download(Duration.ofMillis(1), MAX_BYTES);
    private LocalMirror mirror;
    private LocalMirror other;

    @BeforeEach
    void start() throws IOException {
        mirror = new LocalMirror();
        other = new LocalMirror();
    }

    @AfterEach
    void stop() {
        mirror.close();
        other.close();
    }

    @Test
    void fetchesFromTheFirstMirror() throws IOException {
        mirror.put(FILE, content(CONTENT));
        other.put(FILE, content(CONTENT));
        assertArrayEquals(CONTENT, fetch(mirror.file(FILE), other.file(FILE)));
        assertEquals(List.of(FILE), mirror.requests());
        assertEquals(List.of(), other.requests());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void triesAgainAfterAFailureThatMayPass(int status) throws IOException {
        mirror.put(FILE, status(status), status(status), content(CONTENT));
        assertArrayEquals(CONTENT, fetch(mirror.file(FILE)));
        assertEquals(3, mirror.requests().size());
    }

    @Test
    void triesAgainAfterHalfAFile() throws IOException {
        mirror.put(FILE, half(CONTENT), content(CONTENT));
        assertArrayEquals(CONTENT, fetch(mirror.file(FILE)));
        assertEquals(2, mirror.requests().size());
    }

    @Test
    void leavesAMirrorAfterThreeFailures() throws IOException {
        mirror.put(FILE, status(500));
        other.put(FILE, content(CONTENT));
        assertArrayEquals(CONTENT, fetch(mirror.file(FILE), other.file(FILE)));
        assertEquals(3, mirror.requests().size());
    }

    @Test
    void leavesAMirrorAtOnceThatDoesNotHaveTheFile() throws IOException {
        other.put(FILE, content(CONTENT));
        assertArrayEquals(CONTENT, fetch(mirror.file(FILE), other.file(FILE)));
        assertEquals(1, mirror.requests().size());
    }

    @Test
    void leavesAMirrorAtOnceWhoseContentIsNotAsItShouldBe() throws IOException {
        mirror.put(FILE, content(bytes(10)));
        other.put(FILE, content(CONTENT));
        byte[] fetched = download.fetch(
                FILE, List.of(mirror.file(FILE), other.file(FILE)), DownloadTest::requireWhole, DownloadProgress.NONE);
        assertArrayEquals(CONTENT, fetched);
        assertEquals(1, mirror.requests().size());
    }

    @Test
    void saysOfEveryMirrorWhyItFailed() {
        mirror.put(FILE, status(500));
        assertFails(
                DataUnavailableException.class,
                () -> fetch(mirror.file(FILE), other.file(FILE), LocalMirror.nobody()),
                FILE,
                "HTTP status 500",
                "HTTP status 404",
                "no connection",
                mirror.folder().getHost());
    }

    /** The host of the file does not exist: only the proxy can answer. */
    @Test
    void asksTheProxyOfTheEnvironment() throws IOException {
        mirror.put(FILE, content(CONTENT));
        Download proxied = new Download(
                Duration.ofMillis(1),
                MAX_BYTES,
                ProxySettings.of(Map.of("HTTP_PROXY", mirror.folder().toString())));
        URI file = URI.create("http://mirror.invalid/" + FILE);
        assertArrayEquals(CONTENT, proxied.fetch(FILE, List.of(file), content -> content, DownloadProgress.NONE));
        assertEquals(List.of(FILE), mirror.requests());
    }

    @Test
    void givesTheProxyItsPassword() throws IOException {
        mirror.put(
                FILE,
                exchange -> {
                    exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"proxy\"");
                    exchange.sendResponseHeaders(407, -1);
                },
                exchange -> {
                    byte[] given = exchange.getRequestHeaders()
                            .getFirst("Proxy-Authorization")
                            .getBytes(StandardCharsets.US_ASCII);
                    exchange.sendResponseHeaders(200, given.length);
                    exchange.getResponseBody().write(given);
                });
        String withPassword = mirror.folder().toString().replace("http://", "http://ada:p%40ss@");
        Download proxied =
                new Download(Duration.ofMillis(1), MAX_BYTES, ProxySettings.of(Map.of("http_proxy", withPassword)));
        URI file = URI.create("http://mirror.invalid/" + FILE);
        byte[] given = proxied.fetch(FILE, List.of(file), content -> content, DownloadProgress.NONE);
        assertEquals(
                "Basic " + Base64.getEncoder().encodeToString("ada:p@ss".getBytes(StandardCharsets.US_ASCII)),
                new String(given, StandardCharsets.US_ASCII));
    }

    @Test
    void saysThatTheProxyWantsAPassword() {
        mirror.put(FILE, status(407));
        Download proxied = new Download(
                Duration.ofMillis(1),
                MAX_BYTES,
                ProxySettings.of(Map.of("ALL_PROXY", mirror.folder().toString())));
        assertFails(
                DataUnavailableException.class,
                () -> proxied.fetch(
                        FILE,
                        List.of(URI.create("http://mirror.invalid/" + FILE)),
                        content -> content,
                        DownloadProgress.NONE),
                "the proxy asks for a name and a password",
                "HTTPS_PROXY=");
    }

    @Test
    void followsARedirect() throws IOException {
        mirror.put(FILE, redirect("elsewhere")).put("elsewhere", content(CONTENT));
        assertArrayEquals(CONTENT, fetch(mirror.file(FILE)));
    }

    @Test
    void refusesWhatIsTooLong() {
        mirror.put(FILE, content(bytes(MAX_BYTES + 1)));
        other.put(FILE, chunked(bytes(10 * MAX_BYTES)));
        for (LocalMirror each : List.of(mirror, other)) {
            assertFails(DataUnavailableException.class, () -> fetch(each.file(FILE)), FILE, "more than 100000 bytes");
            assertEquals(1, each.requests().size());
        }
    }

    @Test
    void takesWhatIsJustShortEnough() throws IOException {
        mirror.put(FILE, chunked(bytes(MAX_BYTES)));
        assertArrayEquals(bytes(MAX_BYTES), fetch(mirror.file(FILE)));
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        mirror.put(FILE, content(CONTENT));
        other.put(FILE, chunked(CONTENT));
        assertEquals(FILE + " 50000 of 50000", lastProgress(mirror));
        assertEquals(FILE + " 50000 of -1", lastProgress(other));
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() {
        mirror.put(FILE, content(CONTENT));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> fetch(mirror.file(FILE)));
        assertTrue(Thread.interrupted(), "still marked as interrupted");
    }

    private byte[] fetch(URI... mirrors) throws IOException {
        return download.fetch(FILE, List.of(mirrors), content -> content, DownloadProgress.NONE);
    }

    private String lastProgress(LocalMirror from) throws IOException {
        List<String> told = new ArrayList<>();
        download.fetch(
                FILE,
                List.of(from.file(FILE)),
                content -> content,
                (file, received, total) -> told.add(file + " " + received + " of " + total));
        return told.get(told.size() - 1);
    }

    private static byte[] requireWhole(byte[] content) throws InvalidDataException {
        if (!Arrays.equals(CONTENT, content)) {
            throw new InvalidDataException("another file");
        }
        return content;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }
}
