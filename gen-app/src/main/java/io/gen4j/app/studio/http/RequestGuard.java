package io.gen4j.app.studio.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The handler before every answer. It sets the security headers and applies the {@link AccessRules}. */
public final class RequestGuard implements Handler {

    private static final Set<HandlerType> CHANGES = Set.of(HandlerType.PUT, HandlerType.DELETE, HandlerType.PATCH);

    private final AccessRules rules;
    private final HostRule hosts;
    private final OriginRule origins;
    private final @Nullable TokenRule token;

    public RequestGuard(AccessRules rules) {
        this.rules = rules;
        hosts = new HostRule(rules);
        origins = new OriginRule(rules);
        token = rules.token() == null ? null : new TokenRule(rules, rules.token());
    }

    @Override
    public void handle(Context context) throws IOException {
        SecurityHeaders.ALL.forEach(context::header);
        hosts.check(context);
        if (origins.answersPreflight(context)) {
            return;
        }
        origins.check(context);
        if (token != null) {
            token.check(context);
        }
        if (CHANGES.contains(context.method())) {
            rules.requireChanges();
        }
    }
}
