package com.example.onnx;

import ai.onnxruntime.OrtException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;

/**
 * A web service that answers {@code GET /digit?label=8&seed=1} with a PNG. Its class path holds only the JDK and ONNX
 * Runtime.
 */
public final class DigitService implements AutoCloseable {

    private final OnnxGenerator generator;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    /**
     * Starts the service on this machine's loopback address.
     *
     * @param generator the generator, which the service closes
     * @param port the port, or 0 for any free one
     */
    public DigitService(OnnxGenerator generator, int port) throws IOException {
        this.generator = generator;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/digit", this::answer);
        server.start();
    }

    /**
     * Runs the program. Give the model's file and a port to start the service. Give the file, a label and an output
     * file to draw one picture.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2 && arguments.length != 3) {
            System.err.println("say MODEL.onnx PORT to serve, or MODEL.onnx LABEL FILE.png to draw one picture");
            System.exit(2);
        }
        try {
            OnnxGenerator generator = new OnnxGenerator(Path.of(arguments[0]));
            if (arguments.length == 3) {
                ImageIO.write(
                        generator.draw(arguments[1], 1),
                        "png",
                        Path.of(arguments[2]).toFile());
                generator.close();
            } else {
                DigitService service = new DigitService(generator, Integer.parseInt(arguments[1]));
                System.out.println("http://localhost:" + service.port() + "/digit?label=8&seed=1");
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** The port of the service. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                send(
                        exchange,
                        200,
                        "image/png",
                        draw(query(exchange.getRequestURI().getRawQuery())));
            } catch (IllegalArgumentException e) {
                send(exchange, 400, "text/plain", e.getMessage().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private byte[] draw(Map<String, String> query) throws IOException {
        String seed = query.getOrDefault("seed", "1");
        if (!seed.matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("seed is " + seed + ": must be a whole number of at most 18 digits");
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(generator.draw(query.getOrDefault("label", ""), Long.parseLong(seed)), "png", png);
            return png.toByteArray();
        } catch (OrtException e) {
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    @Override
    public void close() throws OrtException {
        server.stop(0);
        threads.shutdown();
        generator.close();
    }
}
