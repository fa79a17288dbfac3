package io.gen4j.app.studio.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The addresses of the REST API. */
public final class ApiPaths {

    /** The path of the API below the studio's base path. */
    public static final String ROOT = "/api";

    private final String basePath;

    /** @param basePath where the studio is mounted, such as {@code /studio}; empty for the root */
    public ApiPaths(String basePath) {
        this.basePath = basePath;
    }

    /** The address of nested names, with every special character escaped. */
    public String of(String... names) {
        return Arrays.stream(names).map(ApiPaths::escape).collect(Collectors.joining("/", basePath + ROOT + "/", ""));
    }

    private static String escape(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
