package io.gen4j.data.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A web server on this machine that gives each file's answers in turn, and the last of them for ever. */
final class LocalMirror implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    LocalMirror() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where nobody listens. */
    static URI nobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return folder(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalMirror put(String file, Answer... inTurn) {
        answers.put("/" + file, new ArrayDeque<>(List.of(inTurn)));
        return this;
    }

    static Answer content(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    /** Of a length that the header does not tell. */
    static Answer chunked(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(content);
        };
    }

    /** The header tells the whole length, and then the connection ends. */
    static Answer half(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            throw new IOException("broken off as the test wants it");
        };
    }

    static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static Answer redirect(String file) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", "/" + file);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** The folder of all files, ending in "/". */
    URI folder() {
        return folder(server.getAddress().getPort());
    }

    URI file(String file) {
        return folder().resolve(file);
    }

    /** The files that were asked for, in order. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(path.substring(1));
            Deque<Answer> inTurn = answers.getOrDefault(path, new ArrayDeque<>(List.of(status(404))));
            Answer next = inTurn.size() > 1 ? inTurn.remove() : inTurn.element();
            next.to(exchange);
        }
    }

    private static URI folder(int port) {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port + "/");
    }
}
