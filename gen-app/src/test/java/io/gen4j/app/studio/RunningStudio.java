package io.gen4j.app.studio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A studio at any free port, and requests to it. */
final class RunningStudio implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Studio studio;

    RunningStudio(Path runs, @Nullable String token) throws IOException {
        this(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, token));
    }

    RunningStudio(StudioConfig config) throws IOException {
        studio = Studio.start(config);
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + studio.address().getPort() + path);
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(at(path)), headers);
    }

    HttpResponse<byte[]> post(String path, String body, String... headers) {
        return send(HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString(body)), headers);
    }

    HttpResponse<byte[]> put(String path, String body, String... headers) {
        String[] all = headers.length > 0 ? headers : new String[] {"Content-Type", "application/json"};
        return send(HttpRequest.newBuilder(at(path)).PUT(BodyPublishers.ofString(body)), all);
    }

    HttpResponse<byte[]> putBytes(String path, byte[] body, String... headers) {
        return send(HttpRequest.newBuilder(at(path)).PUT(BodyPublishers.ofByteArray(body)), headers);
    }

    HttpResponse<byte[]> postFile(String path, Path body, String... headers) throws IOException {
        return send(HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofFile(body)), headers);
    }

    HttpResponse<byte[]> delete(String path) {
        return send(HttpRequest.newBuilder(at(path)).DELETE());
    }

    HttpResponse<byte[]> send(String method, String path, String... headers) {
        return send(HttpRequest.newBuilder(at(path)).method(method, BodyPublishers.noBody()), headers);
    }

    int port() {
        return studio.address().getPort();
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends lines as they are, which no client would, and returns the status line and all that follows. */
    String raw(String... lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", studio.address().getPort())) {
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        studio.close();
    }
}
