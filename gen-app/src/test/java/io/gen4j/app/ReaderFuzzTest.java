package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@link ReaderFuzz}; docs/reliability.md has the long one. */
class ReaderFuzzTest {

    @Test
    void damagedFilesAreReadOrRefused(@TempDir Path directory) throws IOException {
        ReaderFuzz fuzz = new ReaderFuzz(directory, 20261125);
        // A broken profile is ignored, and the picture read.
        fuzz.run(4_000)
                .forEach((name, counts) ->
                        assertTrue(counts[1] > 0 || name.equals("profile"), "nothing was refused of " + name));
        assertEquals(List.of(), fuzz.failures());
    }
}
