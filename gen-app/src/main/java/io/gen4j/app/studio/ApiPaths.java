package io.gen4j.app.studio;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The API's addresses. */
final class ApiPaths {

    static final String ROOT = "/api";

    private ApiPaths() {}

    /** The address of names below one another, whatever characters are in them. */
    static String of(String... names) {
        return Arrays.stream(names).map(ApiPaths::escape).collect(Collectors.joining("/", ROOT + "/", ""));
    }

    private static String escape(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
