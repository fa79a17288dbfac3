package io.gen4j.app.studio.http;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that refuses requests from pages of other sites before any computation, unless their origin is allowed (CORS).
 */
final class OriginRule {

    private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");
    private static final String PREFLIGHT_SECONDS = "600";

    private final AccessRules rules;

    OriginRule(AccessRules rules) {
        this.rules = rules;
    }

    /** Answers a browser's preflight request; returns whether the request was a preflight. */
    boolean answersPreflight(Context context) {
        if (!context.method().equals(HandlerType.OPTIONS)
                || context.header(Header.ACCESS_CONTROL_REQUEST_METHOD) == null
                || !isAllowed(context.header(Header.ORIGIN))) {
            return false;
        }
        allow(context);
        context.header(Header.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, DELETE");
        context.header(Header.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, Accept, Last-Event-ID");
        context.header(Header.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        context.status(HttpStatus.NO_CONTENT);
        context.skipRemainingHandlers();
        return true;
    }

    void check(Context context) {
        @Nullable String origin = context.header(Header.ORIGIN);
        if (isAllowed(origin)) {
            allow(context);
        } else if (origin != null && !isOwn(origin, String.valueOf(context.header(Header.HOST)))) {
            throw new ForbiddenResponse("a page of another site may not use this studio: start it with --allow-origin");
        } else if (isForeignFetch(context)) {
            throw new ForbiddenResponse("another site may not load parts of this studio");
        }
    }

    private static void allow(Context context) {
        context.header(Header.ACCESS_CONTROL_ALLOW_ORIGIN, String.valueOf(context.header(Header.ORIGIN)));
        context.header(Header.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Retry-After, Latent-Extent");
        context.header("Cross-Origin-Resource-Policy", "cross-origin");
    }

    private boolean isAllowed(@Nullable String origin) {
        return origin != null && rules.origins().contains(origin);
    }

    /** A proxy may send its own name as the host, so the allowed names count as well. */
    private boolean isOwn(String origin, String host) {
        try {
            @Nullable String authority = URI.create(origin).getAuthority();
            return authority != null
                    && (host.equalsIgnoreCase(authority)
                            || rules.hostNames().contains(HostRule.withoutPort(authority)) && !isLocal(authority));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Another server of this machine, at another port, is another site. */
    private static boolean isLocal(String authority) {
        return HostRule.LOOPBACK.contains(HostRule.withoutPort(authority));
    }

    /**
     * Without an origin, a browser drops the answer only after the server computes it. Links to the page are allowed.
     */
    private boolean isForeignFetch(Context context) {
        String site = String.valueOf(context.header("Sec-Fetch-Site")).toLowerCase(Locale.ROOT);
        boolean isLink = "navigate".equals(context.header("Sec-Fetch-Mode"))
                && "document".equals(context.header("Sec-Fetch-Dest"))
                && context.method().equals(HandlerType.GET)
                && !context.path().startsWith(rules.basePath() + ApiPaths.ROOT + "/");
        return FOREIGN.contains(site) && !isLink;
    }
}
