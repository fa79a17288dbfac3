package io.gen4j.app.studio.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with a field for the token. It loads nothing, since everything else needs the token. */
final class TokenPage {

    private static final String PAGE = read();
    private static final String POLICY =
            "default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                    .formatted(styleDigest());

    private TokenPage() {}

    /** Whether the request comes from a person, and not from a program or a part of the page. */
    static boolean isWanted(Context context, String basePath) {
        boolean isPage =
                context.method().equals(HandlerType.GET) || context.method().equals(HandlerType.POST);
        return isPage
                && String.valueOf(context.header(Header.ACCEPT)).contains("text/html")
                && !context.path().startsWith(basePath + ApiPaths.ROOT + "/");
    }

    static void show(Context context, String basePath, boolean wasWrong) {
        context.header(Header.CONTENT_SECURITY_POLICY, POLICY);
        context.status(HttpStatus.UNAUTHORIZED)
                .html(PAGE.replace("{action}", basePath + "/token").replace("{hidden}", wasWrong ? "" : "hidden"));
    }

    private static String read() {
        try (InputStream in = TokenPage.class.getResourceAsStream("token.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String styleDigest() {
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(PAGE);
        if (!style.find()) {
            throw new IllegalStateException("the token page has no style");
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
