package io.gen4j.app.studio.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The routes of the API. They handle other methods by RFC 9110: HEAD like GET, OPTIONS, and 405 with Allow. */
public final class ApiRoutes {

    private static final List<HandlerType> METHODS = List.of(
            HandlerType.GET,
            HandlerType.HEAD,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE,
            HandlerType.TRACE,
            HandlerType.QUERY);
    private static final List<HandlerType> PAGE_METHODS = List.of(HandlerType.GET, HandlerType.HEAD);

    private final RoutesConfig routes;
    private final Map<String, List<HandlerType>> methods = new LinkedHashMap<>();

    public ApiRoutes(RoutesConfig routes) {
        this.routes = routes;
    }

    /** Answers GET and HEAD. */
    public ApiRoutes get(String path, Handler handler) {
        add(HandlerType.HEAD, path, handler);
        return add(HandlerType.GET, path, handler);
    }

    /** Answers POST. */
    public ApiRoutes post(String path, Handler handler) {
        return add(HandlerType.POST, path, handler);
    }

    /** Answers PUT. */
    public ApiRoutes put(String path, Handler handler) {
        return add(HandlerType.PUT, path, handler);
    }

    /** Answers DELETE. */
    public ApiRoutes delete(String path, Handler handler) {
        return add(HandlerType.DELETE, path, handler);
    }

    /** Adds the answers to all other methods; call it once, last. */
    public void finish() {
        methods.forEach((path, allowed) -> refuseOthers(path, allowed));
        for (String page : List.of("/", "/index.html")) {
            refuseOthers(page, PAGE_METHODS);
        }
    }

    private void refuseOthers(String path, List<HandlerType> allowed) {
        String allow = allow(allowed);
        add(
                routes,
                HandlerType.OPTIONS,
                path,
                context -> context.header(Header.ALLOW, allow).status(HttpStatus.NO_CONTENT));
        for (HandlerType method : METHODS) {
            if (!allowed.contains(method)) {
                add(routes, method, path, context -> {
                    context.header(Header.ALLOW, allow);
                    throw new MethodNotAllowedResponse(
                            "%s is not possible here: use one of %s".formatted(method.name(), allow));
                });
            }
        }
    }

    private static String allow(List<HandlerType> allowed) {
        List<String> names = new ArrayList<>();
        METHODS.stream().filter(allowed::contains).map(HandlerType::name).forEach(names::add);
        names.add(HandlerType.OPTIONS.name());
        return String.join(", ", names);
    }

    private ApiRoutes add(HandlerType method, String path, Handler handler) {
        methods.computeIfAbsent(path, key -> new ArrayList<>()).add(method);
        add(routes, method, path, handler);
        return this;
    }

    private static void add(RoutesConfig routes, HandlerType method, String path, Handler handler) {
        routes.addHttpHandler(method, path, handler);
    }
}
