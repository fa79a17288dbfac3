package io.gen4j.mlflow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the store that belongs to the address that the server gives for a run's files. */
record ArtifactStores(MlflowServer server, MlflowCredentials credentials, Runnable progress) {

    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";

    /**
     * The store at an address.
     *
     * @param address as {@code RunInfo.artifactUri}
     * @return empty if only MLflow's Python program can write there, such as to a cloud's store
     */
    Optional<ArtifactStore> at(String address) throws IOException {
        @Nullable URI uri = uri(address);
        String scheme =
                uri == null || uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "mlflow-artifacts" -> Optional.of(http(proxy(Objects.requireNonNull(uri))));
            case "http", "https" -> Optional.of(http(Objects.requireNonNull(uri)));
            case "file" -> local(Path.of(Objects.requireNonNull(uri).getPath()));
            case "" -> local(Path.of(address));
            default -> Optional.empty();
        };
    }

    private static @Nullable URI uri(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            return null; // A path with a space or the like.
        }
    }

    private URI proxy(URI uri) throws IOException {
        URI base = server.uri();
        try {
            return new URI(
                    base.getScheme(),
                    null,
                    uri.getHost() == null ? base.getHost() : uri.getHost(),
                    uri.getHost() == null ? base.getPort() : uri.getPort(),
                    (uri.getHost() == null ? base.getPath() : "") + PROXY + uri.getPath(),
                    null,
                    null);
        } catch (URISyntaxException e) {
            throw new IOException("the server's address for files is " + uri, e);
        }
    }

    /** Another host than the server's gets no password. */
    private ArtifactStore http(URI root) {
        boolean same = server.uri().getHost().equals(root.getHost());
        return new HttpArtifacts(root, same ? credentials.header() : Optional.empty(), progress);
    }

    /** A server elsewhere has its directories elsewhere, unless both machines share them. */
    private Optional<ArtifactStore> local(Path root) {
        return Files.isDirectory(root) || isHere() && root.isAbsolute()
                ? Optional.of(new LocalArtifacts(root))
                : Optional.empty();
    }

    private boolean isHere() {
        try {
            return InetAddress.getByName(server.uri().getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
