package io.gen4j.app.studio.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that refuses other host names on a loopback address. Another site could point its name to this machine (DNS
 * rebinding). Its page would then count as the studio's own.
 */
final class HostRule {

    static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final AccessRules rules;

    HostRule(AccessRules rules) {
        this.rules = rules;
    }

    void check(Context context) {
        @Nullable String host = context.header(Header.HOST);
        if (host == null || host.isEmpty()) {
            throw new BadRequestResponse("the request names no host");
        }
        if (rules.loopback() && !rules.hostNames().contains(withoutPort(host))) {
            throw new HttpResponseException(
                    HttpStatus.MISDIRECTED_REQUEST,
                    "this is not %s: use http://localhost, or start the studio with --allow-host"
                            .formatted(QueryParameters.shortened(host)),
                    Map.of());
        }
    }

    static String withoutPort(String authority) {
        return authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }
}
