package io.gen4j.data.source;

import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataCacheTest {

    private static final Path HOME = Path.of(System.getProperty("user.home"));

    @Test
    void itsOwnVariableComesFirst() {
        DataCache cache = DataCache.of(Map.of("GEN_DATA", "data", "XDG_CACHE_HOME", "cache"));
        assertEquals(Path.of("data"), cache.root());
        assertEquals(Path.of("data", "mnist"), cache.folder("mnist"));
    }

    @Test
    void thenTheUsersCacheFolder() {
        assertEquals(
                Path.of("cache", "gen4j"),
                DataCache.of(Map.of("XDG_CACHE_HOME", "cache")).root());
    }

    @Test
    void thenTheUsualPlaceInTheHomeFolder() {
        assertEquals(
                HOME.resolve(".cache").resolve("gen4j"), DataCache.of(Map.of()).root());
    }

    @Test
    void anEmptyVariableCountsAsNone() {
        assertEquals(
                Path.of("cache", "gen4j"),
                DataCache.of(Map.of("GEN_DATA", "", "XDG_CACHE_HOME", "cache")).root());
        assertEquals(
                HOME.resolve(".cache").resolve("gen4j"),
                DataCache.of(Map.of("GEN_DATA", "", "XDG_CACHE_HOME", "")).root());
    }

    @Test
    void namesTheVariableThatIsNoPath() {
        assertFails(IllegalArgumentException.class, () -> DataCache.of(Map.of("GEN_DATA", "a\0b")), "GEN_DATA", "path");
    }
}
