package io.gen4j.app.studio.http;

import java.util.Map;

/** The security headers: they limit a browser to the actions that the page needs. */
final class SecurityHeaders {

    /** The content security policy: the resources that the page may load, and their sources. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            + "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    /** The headers of every answer. */
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
