package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataCacheTest {

    @Test
    void looksAtTheVariablesInTheirOrder() {
        assertEquals(
                Path.of("a"),
                DataCache.of(Map.of("GEN_DATA", "a", "XDG_CACHE_HOME", "b")).root());
        assertEquals(
                Path.of("b", "gen4j"),
                DataCache.of(Map.of("GEN_DATA", "", "XDG_CACHE_HOME", "b")).root());
        assertEquals(
                Path.of(System.getProperty("user.home"), ".cache", "gen4j"),
                DataCache.of(Map.of()).root());
    }
}
