package com.example.digits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.cgan.ConditionalGan;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DigitsApplicationTest {

    private static final int CLIENTS = 12;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void model(DynamicPropertyRegistry registry) {
        registry.add("digits.model", () -> directory.resolve("model.zip").toString());
    }

    @BeforeAll
    static void save() throws IOException {
        try (ConditionalGan untrained = ConditionalGan.builder().hidden(64).build()) {
            untrained.save(directory.resolve("model.zip"));
        }
    }

    private static HttpResponse<byte[]> get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static BufferedImage image(HttpResponse<byte[]> answer) throws IOException {
        assertEquals(200, answer.statusCode());
        assertEquals("image/png", answer.headers().firstValue("Content-Type").orElseThrow());
        return ImageIO.read(new ByteArrayInputStream(answer.body()));
    }

    @Test
    void drawsADigit() throws Exception {
        HttpResponse<byte[]> eight = get(port, "/digits/8?seed=7");
        BufferedImage picture = image(eight);
        assertTrue(picture.getWidth() >= 28 && picture.getWidth() < 40, picture.toString());
        assertArrayEquals(eight.body(), get(port, "/digits/8?seed=7").body());
        BufferedImage rows = image(get(port, "/digits/8?count=16"));
        assertTrue(rows.getWidth() > 8 * 28 && rows.getHeight() > 2 * 28, rows.toString());
    }

    @Test
    void refusesWhatItCannotDraw() throws Exception {
        assertRefused(404, "/digits/x", "no label x: one of 0, 1, 2");
        assertRefused(400, "/digits/8?count=0", "count is 0: must be 1 to 64");
        assertRefused(400, "/digits/8?count=65", "count is 65: must be 1 to 64");
        assertRefused(400, "/digits/8?seed=z", "seed");
        assertRefused(404, "/nothing", "");
    }

    private void assertRefused(int status, String path, String word) throws Exception {
        HttpResponse<byte[]> answer = get(port, path);
        assertEquals(status, answer.statusCode(), path);
        String body = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(body.contains(word), body);
    }

    @Test
    void tellsALoadBalancerThatItIsReady() throws Exception {
        assertEquals(200, get(port, "/actuator/health/readiness").statusCode());
    }

    /** 23,040 images in the second part. Without closing, their arrays would take 72 MB, until the garbage collector runs. */
    @Test
    void keepsItsMemoryUnderLoad() throws Exception {
        load(port, 10);
        long before = Pointer.totalBytes();
        load(port, 30);
        long grown = Pointer.totalBytes() - before;
        assertTrue(grown < 1 << 20, "grown by " + grown + " bytes");
    }

    private static void load(int port, int rounds) throws Exception {
        for (int status : together(() -> {
            int worst = 200;
            for (int i = 0; i < rounds; i++) {
                worst = Math.max(worst, get(port, "/digits/" + i % 10 + "?count=64").statusCode());
            }
            return worst;
        })) {
            assertEquals(200, status);
        }
    }

    /** What each client gets. All begin at once. */
    private static List<Integer> together(Callable<Integer> client) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            CyclicBarrier start = new CyclicBarrier(CLIENTS);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                answers.add(clients.submit(() -> {
                    start.await();
                    return client.call();
                }));
            }
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                results.add(answer.get());
            }
            return results;
        } finally {
            clients.shutdownNow();
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--server.port=0"));
        all.addAll(List.of(arguments));
        if (all.stream().noneMatch(argument -> argument.startsWith("--digits.model"))) {
            all.add("--digits.model=" + directory.resolve("model.zip"));
        }
        return SpringApplication.run(DigitsApplication.class, all.toArray(String[]::new));
    }

    private static int port(ConfigurableApplicationContext service) {
        return Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @Test
    void turnsAwayWhatItHasNoPlaceFor() throws Exception {
        try (ConfigurableApplicationContext service = start("--digits.most-waiting=1")) {
            int busy = port(service);
            List<Integer> statuses = new ArrayList<>();
            for (int round = 0; round < 100 && !statuses.contains(503); round++) {
                statuses.addAll(together(() -> get(busy, "/digits/3?count=64").statusCode()));
            }
            assertTrue(statuses.contains(503) && statuses.contains(200), statuses.toString());
            assertTrue(statuses.stream().allMatch(status -> status == 200 || status == 503), statuses.toString());
            assertEquals(200, get(busy, "/digits/3").statusCode(), "there are places again");
        }
    }

    /** Requests that run get their picture; later ones get no connection. Never does one meet a closed model. */
    @Test
    void closesTheModelAfterTheLastRequest() throws Exception {
        ConfigurableApplicationContext service = start();
        ConditionalGan model = service.getBean(ConditionalGan.class);
        int ending = port(service);
        ExecutorService closer = Executors.newSingleThreadExecutor();
        Future<?>[] closed = new Future<?>[1];
        List<Integer> statuses = together(() -> {
            int last = 0;
            for (int i = 0; i < 1000; i++) {
                try {
                    last = get(ending, "/digits/1?count=64").statusCode();
                } catch (IOException e) {
                    return last; // The server is gone.
                }
                synchronized (closed) {
                    if (closed[0] == null) {
                        closed[0] = closer.submit(service::close);
                    }
                }
                if (last != 200) {
                    return last;
                }
            }
            return last;
        });
        closed[0].get();
        closer.shutdown();
        assertFalse(statuses.contains(500), statuses.toString());
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> model.sample("1", 1, 1));
        assertTrue(refused.getMessage().contains("closed"), refused.getMessage());
        assertThrows(ConnectException.class, () -> get(ending, "/digits/1"));
    }

    @Test
    void saysWhatIsMissingAtTheStart() {
        Exception unset = assertThrows(Exception.class, () -> start("--digits.model="));
        assertTrue(reason(unset).contains("digits.model is not set"), reason(unset));
        BeanCreationException missing =
                assertThrows(BeanCreationException.class, () -> start("--digits.model=nowhere.zip"));
        assertTrue(reason(missing).contains("nowhere.zip"), reason(missing));
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }
}
