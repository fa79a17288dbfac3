package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {

    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path directory;

    private final Map<String, byte[]> served = new HashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        served.put(IMAGES, raw(IdxFile.of(new byte[] {1, 2, 3, 4}, 1, 2, 2)));
        served.put(LABELS, raw(IdxFile.of(new byte[] {7}, 1)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            String name = exchange.getRequestURI().getPath().substring(1).replace(".gz", "");
            boolean fail = failures.getAndDecrement() > 0 || !served.containsKey(name);
            byte[] body = fail ? new byte[0] : gzip(served.get(name));
            exchange.sendResponseHeaders(fail ? 500 : 200, fail ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void downloadsOnceAndThenReadsTheCache() throws IOException {
        assertEquals(7, load(checksums()).label(0));
        int first = requests.get();
        assertEquals(1, load(checksums()).size());
        assertEquals(first, requests.get());
    }

    @Test
    void triesAgain() throws IOException {
        failures.set(1);
        assertEquals(1, load(checksums()).size());
    }

    @Test
    void keepsNothingOfAFileThatIsNotTheExpectedOne() throws IOException {
        Map<String, String> expected = checksums();
        expected.put(IMAGES, "0".repeat(64));
        assertThrows(IOException.class, () -> load(expected));
        assertNoFiles();
    }

    @Test
    void saysThatDataIsUnavailableWhenNoServerAnswers() throws IOException {
        server.stop(0);
        DataUnavailableException refusal = assertThrows(DataUnavailableException.class, () -> load(checksums()));
        assertTrue(refusal.getMessage().contains(IMAGES), refusal.getMessage());
        assertNoFiles();
    }

    private ImageDataset load(Map<String, String> checksums) throws IOException {
        URI mirror = URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/");
        List<String> names = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        return new IdxSource("toy", names, List.of(mirror), checksums)
                .load(
                        DataSplit.TRAIN,
                        new DataCache(directory.resolve("cache")),
                        new Download(Duration.ofMillis(1), 1 << 20),
                        DownloadProgress.NONE);
    }

    private Map<String, String> checksums() throws IOException {
        Map<String, String> checksums = new HashMap<>();
        for (Map.Entry<String, byte[]> file : served.entrySet()) {
            checksums.put(
                    file.getKey(), IdxFile.parse(file.getValue(), file.getKey()).rawChecksum());
        }
        return checksums;
    }

    private void assertNoFiles() throws IOException {
        Path cache = directory.resolve("cache");
        if (Files.exists(cache)) {
            try (Stream<Path> files = Files.walk(cache)) {
                assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
            }
        }
    }

    private byte[] raw(IdxFile file) throws IOException {
        Path path = Files.createTempFile(directory, "raw", ".idx");
        file.write(path);
        return Files.readAllBytes(path);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var out = new java.util.zip.GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
