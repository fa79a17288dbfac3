package io.gen4j.app.studio.http;

import io.javalin.http.ForbiddenResponse;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The access rules of the studio.
 *
 * @param loopback whether only this machine reaches it; then other host names are refused
 * @param hostNames accepted host names in lower case, besides the names of this machine
 * @param origins web pages of other sites that may use its API, such as {@code https://lab.example}
 * @param token that every request must carry; null for none
 * @param cookieName under which a browser keeps its token
 * @param basePath where the studio is mounted; empty for the root
 * @param readOnly whether requests that change a run are refused
 */
public record AccessRules(
        boolean loopback,
        Set<String> hostNames,
        Set<String> origins,
        @Nullable String token,
        String cookieName,
        String basePath,
        boolean readOnly) {

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Adds the names of this machine. */
    public AccessRules {
        TreeSet<String> names = new TreeSet<>(LOOPBACK_NAMES);
        hostNames.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        hostNames = Set.copyOf(names);
        origins = Set.copyOf(origins);
    }

    /**
     * Checks that requests may change something.
     *
     * @throws ForbiddenResponse if they may not
     */
    public void requireChanges() {
        if (readOnly) {
            throw new ForbiddenResponse("this studio was started with --read-only");
        }
    }
}
