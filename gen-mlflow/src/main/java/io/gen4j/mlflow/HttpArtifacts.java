package io.gen4j.mlflow;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Files that the server takes over HTTP, as {@code mlflow server --serve-artifacts} does by default. */
final class HttpArtifacts implements ArtifactStore {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int REDIRECTED = 300;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI root;
    private final Optional<String> authorization;
    private final Runnable progress;

    /**
     * @param root of the run's files
     * @param authorization the header's value
     * @param progress called whenever some bytes were sent
     */
    HttpArtifacts(URI root, Optional<String> authorization, Runnable progress) {
        this.root = root;
        this.authorization = authorization;
        this.progress = progress;
    }

    @Override
    public void put(String name, Path file) throws IOException {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> open(file)), Files.size(file));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(resolve(name)).header("Content-Type", "application/octet-stream");
        authorization.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> answer;
        try {
            answer = client.send(request.PUT(body).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("sending " + name + " was interrupted", e);
        }
        if (answer.statusCode() < OK || answer.statusCode() >= REDIRECTED) {
            throw new IOException("the server answers " + answer.statusCode() + " to the file " + name);
        }
        progress.run();
    }

    private InputStream open(Path file) {
        try {
            return new FilterInputStream(Files.newInputStream(file)) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    progress.run();
                    return super.read(bytes, offset, length);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI resolve(String name) throws IOException {
        try {
            return new URI(
                    root.getScheme(), null, root.getHost(), root.getPort(), root.getPath() + "/" + name, null, null);
        } catch (URISyntaxException e) {
            throw new IOException("the server's address for files is " + root, e);
        }
    }
}
