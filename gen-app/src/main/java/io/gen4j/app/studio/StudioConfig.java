package io.gen4j.app.studio;

import io.gen4j.Checks;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a studio shows, and to whom.
 *
 * @param runs the directory that holds runs' directories
 * @param host the address to listen at; others than this machine can reach any but a loopback one
 * @param port to listen at; 0 for any that is free
 * @param token what a visitor must know, at least {@value #LEAST_TOKEN} characters; null to let everybody in who can
 *     reach the host, which only a loopback one may
 */
public record StudioConfig(
        Path runs, String host, int port, @Nullable String token) {

    /** The port if nobody says otherwise. */
    public static final String DEFAULT_PORT = "7860";

    /** The host if nobody says otherwise. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int LEAST_TOKEN = 16;
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException if a value cannot be, or a host that others can reach has no token */
    public StudioConfig {
        Checks.requireWithin("--port", port, 0, MAX_PORT);
        if (token != null && token.length() < LEAST_TOKEN) {
            throw new IllegalArgumentException("--token has " + token.length() + " characters: must have at least "
                    + LEAST_TOKEN + ", so that nobody guesses it");
        }
        if (token == null && !isLoopback(host)) {
            throw new IllegalArgumentException("--host is " + host
                    + ", which other machines can reach: give a --token of at least " + LEAST_TOKEN
                    + " characters, which visitors must know");
        }
    }

    /** Whether only this machine can reach the studio. */
    boolean isLoopback() {
        return isLoopback(host);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--host is " + host + ": there is no such host", e);
        }
    }
}
