package io.gen4j.data.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The folder of downloaded data, with one sub-folder per dataset. Use it to keep downloads in a place of your choice.
 *
 * @param root need not exist yet
 */
public record DataCache(Path root) {

    /** Refuses null. */
    public DataCache {
        Objects.requireNonNull(root, "root");
    }

    /**
     * {@code $GEN_DATA}; without it {@code $XDG_CACHE_HOME/gen4j}, and without that {@code ~/.cache/gen4j}.
     *
     * @param environment as given by {@link System#getenv()}; an empty value counts as none
     * @throws IllegalArgumentException if the value is no path
     */
    public static DataCache of(Map<String, String> environment) {
        String own = environment.getOrDefault("GEN_DATA", "");
        if (!own.isEmpty()) {
            return new DataCache(path("GEN_DATA", own));
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!shared.isEmpty()) {
            return new DataCache(path("XDG_CACHE_HOME", shared).resolve("gen4j"));
        }
        return new DataCache(Path.of(System.getProperty("user.home"), ".cache", "gen4j"));
    }

    /** The folder of a dataset's files. */
    public Path folder(String dataset) {
        Objects.requireNonNull(dataset, "dataset");
        return root.resolve(dataset);
    }

    private static Path path(String variable, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(variable + " is \"" + value + "\": must be a path", e);
        }
    }
}
