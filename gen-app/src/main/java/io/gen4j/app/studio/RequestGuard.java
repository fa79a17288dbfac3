package io.gen4j.app.studio;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every answer. Sets the headers that keep a browser from doing more with it than the page needs, and
 * refuses
 *
 * <ul>
 *   <li>another host's name, on a loopback address: a page from elsewhere whose name was made to point here (DNS
 *       rebinding) would otherwise count as this one;
 *   <li>what a page from elsewhere sends (its {@code Origin});
 *   <li>who does not know the token, if there is one: as {@code Authorization: Bearer}, or once as {@code ?token=}, which
 *       a cookie then replaces.
 * </ul>
 */
final class RequestGuard implements Handler {

    private static final String TOKEN = "token";
    private static final String BEARER = "Bearer ";
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
                    + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    private final StudioConfig config;
    private final byte @Nullable [] digest;

    RequestGuard(StudioConfig config) {
        this.config = config;
        this.digest = config.token() == null ? null : digest(config.token());
    }

    @Override
    public void handle(Context context) {
        HEADERS.forEach(context::header);
        requireOwnHost(context);
        requireOwnOrigin(context);
        if (digest != null) {
            requireToken(context, digest);
        }
    }

    private void requireOwnHost(Context context) {
        String host = hostName(context);
        if (config.isLoopback() && !LOOPBACK_NAMES.contains(host) && !host.equals(config.host())) {
            throw new HttpResponseException(
                    HttpStatus.MISDIRECTED_REQUEST, "this is not " + host + ": use http://localhost", Map.of());
        }
    }

    private static String hostName(Context context) {
        String host = context.header("Host");
        if (host == null || host.isEmpty()) {
            throw new BadRequestResponse("the request names no host");
        }
        return host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }

    private static void requireOwnOrigin(Context context) {
        String origin = context.header("Origin");
        if (origin != null && !isOwn(origin, String.valueOf(context.header("Host")))) {
            throw new ForbiddenResponse("a page of " + origin + " may not use this studio");
        }
    }

    private static boolean isOwn(String origin, String host) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void requireToken(Context context, byte[] expected) {
        String given = context.queryParam(TOKEN);
        if (given != null && context.method() == HandlerType.GET && MessageDigest.isEqual(expected, digest(given))) {
            context.cookie(new Cookie(cookieName(), hex(expected), "/", -1, false, true, null, SameSite.STRICT));
            context.redirect(context.path(), HttpStatus.SEE_OTHER);
            context.skipRemainingHandlers();
        } else if (!isKnown(context, expected)) {
            context.header("WWW-Authenticate", "Bearer");
            throw new UnauthorizedResponse("this studio wants its token: open its address with ?token=…, or send "
                    + "the header Authorization: Bearer …");
        }
    }

    private boolean isKnown(Context context, byte[] expected) {
        String authorization = context.header("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return MessageDigest.isEqual(expected, digest(authorization.substring(BEARER.length())));
        }
        String cookie = context.cookie(cookieName());
        return cookie != null
                && MessageDigest.isEqual(
                        hex(expected).getBytes(StandardCharsets.UTF_8), cookie.getBytes(StandardCharsets.UTF_8));
    }

    /** Cookies belong to a host whatever the port: studios on several ports must not take each other's. */
    private String cookieName() {
        return "gen4j-studio-" + config.port();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Tokens are compared by their digests, so that neither the time nor their length tells anything. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
