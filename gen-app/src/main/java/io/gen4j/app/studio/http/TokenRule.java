package io.gen4j.app.studio.http;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A rule that admits only requests with the token. Programs send it as {@code Authorization: Bearer}. A browser sends
 * it once, in the address or from the token page, and then keeps a cookie.
 */
final class TokenRule {

    private static final String TOKEN = "token";
    private static final String BEARER = "Bearer ";

    private final AccessRules rules;
    private final byte[] expected;

    TokenRule(AccessRules rules, String token) {
        this.rules = rules;
        this.expected = digest(token);
    }

    void check(Context context) throws IOException {
        if (isForm(context)) {
            acceptForm(context);
            return;
        }
        @Nullable String given = context.queryParam(TOKEN);
        if (given != null && context.method().equals(HandlerType.GET) && isToken(given)) {
            letIn(context, context.path());
        } else if (!isKnown(context)) {
            refuse(context, "this studio needs its token: send the header Authorization: Bearer …");
        }
    }

    private boolean isForm(Context context) {
        return context.method().equals(HandlerType.POST)
                && context.path().equals(rules.basePath() + "/" + TOKEN)
                && String.valueOf(context.contentType()).startsWith("application/x-www-form-urlencoded");
    }

    private void acceptForm(Context context) throws IOException {
        String form = new String(BoundedBody.read(context), StandardCharsets.UTF_8);
        if (form.startsWith(TOKEN + "=")
                && isToken(decoded(form.substring(TOKEN.length() + 1)).trim())) {
            letIn(context, rules.basePath() + "/");
        } else {
            refuse(context, "that is not the token of this studio");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private void letIn(Context context, String path) {
        context.cookie(
                new Cookie(rules.cookieName(), hex(), rules.basePath() + "/", -1, false, true, null, SameSite.STRICT));
        // Two leading slashes would name another host.
        context.redirect("/" + path.replaceFirst("^[/\\\\]+", ""), HttpStatus.SEE_OTHER);
        context.skipRemainingHandlers();
    }

    private void refuse(Context context, String reason) {
        context.header(Header.WWW_AUTHENTICATE, "Bearer");
        if (!TokenPage.isWanted(context, rules.basePath())) {
            throw new UnauthorizedResponse(reason);
        }
        TokenPage.show(context, rules.basePath(), context.method().equals(HandlerType.POST));
        context.skipRemainingHandlers();
    }

    private boolean isKnown(Context context) {
        @Nullable String authorization = context.header(Header.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return isToken(authorization.substring(BEARER.length()).trim());
        }
        @Nullable String cookie = context.cookie(rules.cookieName());
        return cookie != null
                && MessageDigest.isEqual(
                        hex().getBytes(StandardCharsets.UTF_8), cookie.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isToken(String text) {
        return MessageDigest.isEqual(expected, digest(text));
    }

    private String hex() {
        return HexFormat.of().formatHex(expected);
    }

    /** Digests of tokens are compared, so that the time reveals neither a token nor its length. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
