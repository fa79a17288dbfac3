package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.app.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files beside the model that cannot be written any more: the training says so in one line each, and goes on. */
class WatchedFilesTest {

    @TempDir
    private Path directory;

    private Path run;

    @BeforeEach
    void train() {
        run = directory.resolve("run");
        CommandRun trained =
                run(("train vae --data synthetic --limit 60 --latent 2 --hidden 4 --epochs 1 --batch-size 20 --every 1"
                                + " --every-count 10 --out " + run)
                        .split(" "));
        assertEquals(0, trained.exitCode(), trained.err());
    }

    /** A directory that is not empty stands where the file should be, as on a full disk nothing can be written to it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.csv",
                "evaluation.csv",
                "loss.png",
                "progress.png",
                "progress.gif",
                "quality.csv",
                "best.zip",
                "samples"
            })
    void aFileThatCannotBeWrittenCostsOneLine(String name) throws IOException {
        block(name);
        CommandRun resumed = run("resume", run.toString(), "--epochs", "3");
        assertEquals(0, resumed.exitCode(), resumed.err());
        String said = resumed.out() + resumed.err();
        List<String> lines =
                said.lines().filter(line -> line.contains("failed: ")).toList();
        assertTrue(!lines.isEmpty(), said);
        assertTrue(lines.stream().allMatch(line -> line.contains("the training goes on")), said);
        List<String> watchers =
                lines.stream().map(line -> line.replaceAll(" failed: .*", "")).toList();
        assertEquals(watchers.size(), Set.copyOf(watchers).size(), "a watcher says it once: " + said);
        assertTrue(Files.exists(run.resolve("checkpoints/step-0000000009.safetensors")), "all epochs are trained");
        assertEquals(
                0,
                run("sample", "--run", run.toString(), "--out", directory + "/a.png")
                        .exitCode());
    }

    /** The whole run but its model and checkpoints. */
    @Test
    void allOfThemCostALineEach() throws IOException {
        for (String name :
                List.of("metrics.csv", "evaluation.csv", "loss.png", "progress.png", "quality.csv", "samples")) {
            block(name);
        }
        CommandRun resumed = run("resume", run.toString(), "--epochs", "2");
        assertEquals(0, resumed.exitCode(), resumed.err());
        long lines = (resumed.out() + resumed.err())
                .lines()
                .filter(line -> line.contains("failed: "))
                .count();
        assertTrue(lines >= 5 && lines <= 8, resumed.out());
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(Map.of("GEN_DATA", directory.toString()), arguments);
    }

    private void block(String name) throws IOException {
        Path file = run.resolve(name);
        if (Files.isDirectory(file)) {
            Files.move(file, directory.resolve("old"));
            Files.writeString(file, "a file");
        } else {
            assertTrue(Files.deleteIfExists(file), file + " was there");
            Files.createDirectory(file);
            Files.writeString(file.resolve("x"), "x");
        }
    }
}
