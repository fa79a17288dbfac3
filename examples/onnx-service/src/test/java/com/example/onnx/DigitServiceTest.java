package com.example.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.cgan.ConditionalGan;
import io.gen4j.onnx.OnnxModel;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DigitServiceTest {

    private Path file;
    private DigitService service;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        file = directory.resolve("generator.onnx");
        ImageSpec spec = new ImageSpec(ImageSpec.MNIST.shape(), List.of("eight", "a \"quoted\\\" one", "八"));
        try (ConditionalGan model = ConditionalGan.builder(spec).hidden(8).build()) {
            OnnxModel.of(model).get(0).write(file);
        }
        service = new DigitService(new OnnxGenerator(file), 0);
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    @Test
    void answersWithAPicture() throws Exception {
        byte[] one = get("/digit?label=eight&seed=1").body();
        assertEquals(28, ImageIO.read(new ByteArrayInputStream(one)).getWidth());
        assertArrayEquals(one, get("/digit?label=eight&seed=1").body());
        assertFalse(Arrays.equals(one, get("/digit?label=eight&seed=2").body()));
        assertFalse(Arrays.equals(one, get("/digit?label=%E5%85%AB&seed=1").body()));
        assertEquals(200, get("/digit?label=a%20%22quoted%5C%22%20one").statusCode());
    }

    @Test
    void namesMistakes() throws Exception {
        HttpResponse<byte[]> answer = get("/digit?label=11");
        assertEquals(400, answer.statusCode());
        assertTrue(new String(answer.body()).startsWith("there is no label \"11\": choose among eight, "));
        assertEquals(400, get("/digit").statusCode());
        assertEquals(400, get("/digit?label=eight&seed=x").statusCode());
    }

    @Test
    void refusesWhatIsNoGenerator(@TempDir Path directory) throws Exception {
        Path text = Files.writeString(directory.resolve("text.onnx"), "no model");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new OnnxGenerator(text))
                .getMessage()
                .startsWith(text + " is no ONNX model"));
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        URI uri = URI.create("http://localhost:" + service.port() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }
}
