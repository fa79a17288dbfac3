package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"2,1", "two", "0", "-1", "1.5", "99999", "2 1"})
    void refusesThreadsThatNd4jCannotRead(String threads) {
        CommandRun run = CommandRun.of(Map.of("OMP_NUM_THREADS", threads), "info");
        assertEquals(2, run.exitCode(), run.err());
        String line = run.err().lines().findFirst().orElseThrow();
        assertTrue(line.contains("OMP_NUM_THREADS is \"" + threads + "\""), line);
        assertTrue(line.contains("OMP_NUM_THREADS=2"), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "4", " 4 "})
    void takesOneNumberOrNone(String threads) {
        CommandRun run = CommandRun.of(Map.of("OMP_NUM_THREADS", threads, "GEN_DATA", "no-such-folder"), "info");
        assertEquals(0, run.exitCode(), run.err());
    }

    @Test
    void helpIsGivenWhateverIsSet() {
        CommandRun run = CommandRun.of(Map.of("OMP_NUM_THREADS", "two"), "train", "--help");
        assertEquals(0, run.exitCode(), run.err());
    }

    /** Java decodes the bytes of a name that the locale does not have as U+FFFD. */
    @Test
    void namesAnArgumentThatTheLocaleCannotRead() {
        for (List<String> arguments : List.of(
                List.of("sample", "--run", "gr\uFFFD\uFFFDe", "--out", "a.png"),
                List.of("train", "vae", "--data", "gr\uFFFD\uFFFDe"),
                List.of("sample", "--label", "gr\uFFFD\uFFFDe"))) {
            CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
            assertEquals(2, run.exitCode(), run.err());
            String line = run.err().lines().findFirst().orElseThrow();
            assertTrue(line.contains("\"gr\uFFFD\uFFFDe\"") && line.contains("LC_ALL=C.UTF-8"), line);
        }
    }
}
