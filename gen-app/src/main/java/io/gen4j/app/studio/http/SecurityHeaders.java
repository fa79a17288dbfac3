package io.gen4j.app.studio.http;

import java.util.Map;

/** Headers that keep a browser from doing more with an answer than the page needs. */
final class SecurityHeaders {

    /** What the page may load, and from where. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            + "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    /** For every answer. */
    static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy",
            POLICY,
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
            "no-cache",
            "Vary",
            "Accept, Accept-Encoding, Origin");

    private SecurityHeaders() {}
}
