package io.gen4j.app.studio;

import io.gen4j.Checks;
import io.gen4j.app.studio.http.AccessRules;
import io.gen4j.app.studio.workshop.WorkshopConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a studio: the runs that it shows, its address, and its access rules.
 *
 * @param runs the directory that holds runs' directories; may not exist yet
 * @param host the address to listen at; only this machine reaches a loopback address
 * @param port to listen at; 0 for any free port
 * @param token that visitors must know, at least {@value #LEAST_TOKEN} characters; null only for a loopback host
 * @param basePath where the studio is mounted behind a proxy, such as {@code /studio}; empty for the root
 * @param allowedHosts other host names of the studio, such as a proxy's
 * @param allowedOrigins pages of other sites that may use its API, such as {@code https://lab.example}
 * @param readOnly whether the studio refuses notes, deletions and evaluations
 * @param workshop where data sets and trainings are begun in the browser; null for a studio without
 */
public record StudioConfig(
        Path runs,
        String host,
        int port,
        @Nullable String token,
        String basePath,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        boolean readOnly,
        @Nullable WorkshopConfig workshop) {

    /** The default port. */
    public static final String DEFAULT_PORT = "7860";

    /** The default host. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int LEAST_TOKEN = 16;
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException if a value is invalid, or if a host that others can reach has no token */
    public StudioConfig {
        Checks.requireWithin("the port", port, 0, MAX_PORT);
        if (token != null && token.length() < LEAST_TOKEN) {
            throw new IllegalArgumentException("the token has " + token.length() + " characters: it must have at least "
                    + LEAST_TOKEN + ", so that nobody guesses it");
        }
        if (token == null && !isLoopback(host)) {
            throw new IllegalArgumentException("the host is " + host
                    + ", which other machines can reach: a token of at least " + LEAST_TOKEN
                    + " characters is needed, which visitors must know");
        }
        if (!basePath.matches("(/[A-Za-z0-9._~-]+)*")) {
            throw new IllegalArgumentException(
                    "the base path is " + basePath + ": it must be like /studio, without a slash at its end");
        }
        allowedHosts.forEach(StudioConfig::requireHostName);
        allowedOrigins.forEach(StudioConfig::requireOrigin);
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** Configures a studio at the root, for its own pages only. */
    public StudioConfig(Path runs, String host, int port, @Nullable String token) {
        this(runs, host, port, token, "", Set.of(), Set.of(), false, null);
    }

    /** Configures a studio without a workshop. */
    public StudioConfig(
            Path runs,
            String host,
            int port,
            @Nullable String token,
            String basePath,
            Set<String> allowedHosts,
            Set<String> allowedOrigins,
            boolean readOnly) {
        this(runs, host, port, token, basePath, allowedHosts, allowedOrigins, readOnly, null);
    }

    /** The same with a workshop. */
    public StudioConfig withWorkshop(WorkshopConfig newWorkshop) {
        return new StudioConfig(runs, host, port, token, basePath, allowedHosts, allowedOrigins, readOnly, newWorkshop);
    }

    private static void requireHostName(String name) {
        if (!name.matches("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]")) {
            throw new IllegalArgumentException(
                    "the allowed host is " + name + ": it must be a name without port, such as lab.example");
        }
    }

    private static void requireOrigin(String origin) {
        try {
            URI uri = URI.create(origin);
            boolean isOrigin = uri.getHost() != null
                    && String.valueOf(uri.getScheme()).matches("https?")
                    && uri.getPath().isEmpty()
                    && uri.getQuery() == null;
            if (isOrigin) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the message with the valid form.
        }
        throw new IllegalArgumentException(
                "the allowed origin is " + origin + ": it must be like https://lab.example, without a path");
    }

    /** Whether only this machine can reach the studio. */
    boolean isLoopback() {
        return isLoopback(host);
    }

    /** Whether the studio listens at every address of this machine. */
    boolean isEveryAddress() {
        return address(host).isAnyLocalAddress();
    }

    /** The access rules of the studio. */
    AccessRules access() {
        Set<String> names = new HashSet<>(allowedHosts);
        names.add(host.contains(":") ? "[" + host + "]" : host);
        // Cookies belong to a host, not to a port: each studio of a host needs its own cookie.
        return new AccessRules(isLoopback(), names, allowedOrigins, token, "gen4j-studio-" + port, basePath, readOnly);
    }

    private static boolean isLoopback(String host) {
        return address(host).isLoopbackAddress();
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host is " + host + ": there is no such host", e);
        }
    }
}
