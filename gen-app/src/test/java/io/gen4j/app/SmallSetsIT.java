package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few pictures, evaluated after each epoch: a figure or a line, and always a model. */
class SmallSetsIT {

    @TempDir
    private Path directory;

    @Test
    void aGanOnFiftyPicturesIsEvaluatedAndResumed() throws IOException {
        Path data = pictures("a", 25);
        pictures("b", 25);
        Path out = directory.resolve("run");
        assertTrained(
                CommandRun.of(
                        "train",
                        "gan",
                        "--data",
                        data.toString(),
                        "--epochs",
                        "2",
                        "--image-size",
                        "8",
                        "--batch-size",
                        "8",
                        "--hidden",
                        "4",
                        "--every",
                        "1",
                        "--out",
                        out.toString()),
                out);
        assertTrained(CommandRun.of("resume", out.toString(), "--epochs", "3"), out);
    }

    @Test
    void aConditionalGanOnUnbalancedLabelsIsEvaluated() throws IOException {
        Path data = pictures("common", 40);
        pictures("rare", 3);
        Path out = directory.resolve("run");
        assertTrained(
                CommandRun.of(
                        "train",
                        "cgan",
                        "--data",
                        data.toString(),
                        "--epochs",
                        "1",
                        "--image-size",
                        "8",
                        "--batch-size",
                        "16",
                        "--hidden",
                        "4",
                        "--every",
                        "1",
                        "--out",
                        out.toString()),
                out);
        CommandRun evaluated = CommandRun.of("evaluate", "--run", out.toString(), "--no-floors");
        assertEquals(0, evaluated.exitCode(), evaluated.err());
    }

    private static void assertTrained(CommandRun run, Path out) {
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(Files.exists(out.resolve("model.zip")), run.out());
    }

    private Path pictures(String label, int count) throws IOException {
        Path data = directory.resolve("data");
        Files.createDirectories(data.resolve(label));
        Random random = new Random(label.hashCode());
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            for (int j = 0; j < 64; j++) {
                picture.getRaster().setSample(j % 8, j / 8, 0, random.nextInt(256));
            }
            Png.write(data.resolve(label).resolve(i + ".png"), picture);
        }
        return data;
    }
}
