package io.gen4j.app.studio.http;

import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Handler;

/** Routes that are refused unless a part of the studio is on, and changes that are refused of a studio that is read only. */
public final class GatedRoutes {

    private final ApiRoutes routes;
    private final AccessRules rules;
    private final boolean open;
    private final String refusal;

    /**
     * Creates the gate.
     *
     * @param open whether the part is on
     * @param refusal what to say if it is not
     */
    public GatedRoutes(ApiRoutes routes, AccessRules rules, boolean open, String refusal) {
        this.routes = routes;
        this.rules = rules;
        this.open = open;
        this.refusal = refusal;
    }

    /** Answers GET and HEAD. */
    public GatedRoutes get(String path, Handler handler) {
        routes.get(path, gated(handler));
        return this;
    }

    /** Answers POST, which changes something. */
    public GatedRoutes post(String path, Handler handler) {
        routes.post(path, changing(handler));
        return this;
    }

    /** Answers POST, which changes nothing. */
    public GatedRoutes ask(String path, Handler handler) {
        routes.post(path, gated(handler));
        return this;
    }

    /** Answers PUT. */
    public GatedRoutes put(String path, Handler handler) {
        routes.put(path, changing(handler));
        return this;
    }

    /** Answers DELETE. */
    public GatedRoutes delete(String path, Handler handler) {
        routes.delete(path, changing(handler));
        return this;
    }

    private Handler changing(Handler handler) {
        return gated(context -> {
            rules.requireChanges();
            handler.handle(context);
        });
    }

    private Handler gated(Handler handler) {
        return open
                ? handler
                : context -> {
                    throw new ForbiddenResponse(refusal);
                };
    }
}
