package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.app.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@code gen compare} on synthetic digits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompareTest {

    private Path directory;

    @BeforeAll
    void train(@TempDir Path temporary) {
        directory = temporary;
        for (String family : List.of("vae", "gan")) {
            CommandRun run = CommandRun.of(
                    "train",
                    family,
                    "--data",
                    "synthetic",
                    "--limit",
                    "500",
                    "--epochs",
                    "2",
                    "--hidden",
                    "8",
                    "--out",
                    path(family));
            assertEquals(0, run.exitCode(), run.err());
        }
    }

    @Test
    void setsRunsAndRealImagesSideBySide() throws IOException {
        CommandRun run = CommandRun.of(
                "compare", path("vae"), path("gan"), "--data", "synthetic", "--count", "40", "--out", path("compared"));
        assertEquals(0, run.exitCode(), run.err());
        List<String> printed = run.out().lines().toList();
        assertTrue(printed.get(0).startsWith("run"), run.out());
        assertTrue(printed.get(2).startsWith("synthetic"), "real images come first: " + run.out());
        assertTrue(printed.get(3).startsWith("vae") && printed.get(3).contains("test_kl_nats"), run.out());
        assertTrue(printed.get(4).startsWith("gan") && printed.get(4).contains("train_g_loss_nats"), run.out());

        List<String[]> rows = Files.readAllLines(directory.resolve("compared/compare.csv")).stream()
                .map(line -> line.split(","))
                .toList();
        assertEquals("training_seconds", rows.get(0)[3]);
        assertEquals("2", rows.get(2)[2], "epochs");
        assertTrue(Double.parseDouble(rows.get(3)[3]) > 0, "the time is known");
        assertNotEquals(rows.get(1)[4], rows.get(3)[4], "a hardly trained model is not as sharp as real images");
        assertEquals(
                10 * 30 - 2 + 12,
                ImageIO.read(directory.resolve("compared/compare.png").toFile()).getWidth());
        assertTrue(Files.readString(directory.resolve("compared/compare.md")).startsWith("| run |"));

        CommandRun again = CommandRun.of("compare", path("vae"), path("gan"), "--out", path("compared"));
        assertEquals(2, again.exitCode());
        assertTrue(again.err().contains("compare.png"), again.err());
    }

    /** Sharpness needs three pixels along each side. */
    @Test
    void picturesOfFewPixelsHaveNoSharpness() {
        for (String side : List.of("1", "2")) {
            String run = path("tiny" + side);
            CommandRun training = CommandRun.of(
                    "train",
                    "gan",
                    "--data",
                    "synthetic",
                    "--limit",
                    "100",
                    "--image-size",
                    side,
                    "--epochs",
                    "1",
                    "--hidden",
                    "4",
                    "--batch-size",
                    "20",
                    "--out",
                    run);
            assertEquals(0, training.exitCode(), training.err());
            CommandRun compared = CommandRun.of("compare", run, run, "--count", "10");
            assertEquals(0, compared.exitCode(), compared.err());
            assertTrue(compared.out().lines().toList().get(2).matches("tiny\\d +gan +1 +\\S+ s +- .*"), compared.out());
        }
    }

    @Test
    void refusesWhatIsNoComparison() {
        assertRefused("RUN", "compare", path("vae"));
        assertRefused("nosuch", "compare", path("vae"), path("nosuch"));
        assertRefused("count is 1", "compare", path("vae"), path("gan"), "--count", "1");
    }

    private static void assertRefused(String named, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(2, run.exitCode(), run.out());
        assertTrue(run.err().contains(named), run.err());
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
