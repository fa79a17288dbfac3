package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.source.IdxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake gets exit code 2, one line that names it, and nothing is written. */
class BadInputTest {

    @TempDir
    private Path directory;

    private Path out;

    @BeforeEach
    void choose() {
        out = directory.resolve("out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train nosuch | nosuch",
                "train | ae, cgan, dcgan, gan, vae",
                "nosuch | nosuch",
                "train vae --nosuch 3 | --nosuch",
                "train vae --epochs | --epochs",
                "train vae --epochs three | three",
                "train vae --epochs 0 | epochs is 0",
                "train vae --epochs -1 | epochs is -1",
                "train vae --latent 99999999 | latent is 99999999",
                "train vae --hidden 0 | hidden is 0",
                "train vae --batch-size 0 | batch size is 0",
                "train vae --learning-rate -0.1 | learning rate is -0.1",
                "train vae --learning-rate NaN | learning rate is NaN",
                "train vae --data synthetic --limit 0 | limit is 0",
                "train vae --data nosuchfolder | nosuchfolder",
                "train vae --config nosuch.yaml | nosuch.yaml",
                "train dcgan --loss wasserstein --gradient-penalty 10 | set discriminator batch norm to false",
                "sample | --run",
                "sample --run nosuchrun | nosuchrun",
                "sample --run nosuchrun --count 0 | count is 0",
                "sample --run nosuchrun --grid 3by4 | 3by4",
                "sample --run nosuchrun --out a.jpg | a.jpg",
                "sample --run nosuchrun --grid 0x4 | 0x4"
            })
    void isRefused(String arguments, String named) {
        String where = arguments.startsWith("train vae ") ? "train vae --out " + out : "";
        String all = where.isEmpty() ? arguments : where + arguments.substring("train vae".length());
        assertRefused(named, all.split(" "));
    }

    @Test
    void truncatedFile() throws IOException {
        Path data = idxFolder(4, 4);
        Path images = data.resolve("train-images-idx3-ubyte");
        Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 40));
        assertTrainRefused("train-images-idx3-ubyte", data);
    }

    @Test
    void damagedGzip() throws IOException {
        Path data = idxFolder(4, 4);
        Files.delete(data.resolve("train-images-idx3-ubyte"));
        Files.write(data.resolve("train-images-idx3-ubyte.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3});
        assertTrainRefused("train-images-idx3-ubyte.gz", data);
    }

    @Test
    void wrongMagicNumber() throws IOException {
        Path data = idxFolder(4, 4);
        Files.writeString(data.resolve("train-labels-idx1-ubyte"), "these are no labels");
        assertTrainRefused("train-labels-idx1-ubyte", data);
    }

    @Test
    void imagesAndLabelsOfDifferentCounts() throws IOException {
        assertTrainRefused("4 images and 3 labels", idxFolder(4, 3));
    }

    @Test
    void folderWithoutImages() throws IOException {
        assertTrainRefused("no pictures", Files.createDirectory(directory.resolve("empty")));
    }

    @Test
    void folderOfBrokenPictures() throws IOException {
        Path data = Files.createDirectory(directory.resolve("broken"));
        Files.writeString(data.resolve("a.png"), "no picture");
        CommandRun run = CommandRun.of("train", "vae", "--data", data.toString(), "--out", out.toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.out().contains("a.png") && run.err().contains("none of which"), run.out() + run.err());
        assertTrue(Files.notExists(out));
    }

    @Test
    void unknownSettingInAFile() throws IOException {
        Path config = Files.writeString(directory.resolve("c.yaml"), "epoch: 3\n");
        assertRefused("\"epoch\"", "train", "vae", "--config", config.toString(), "--out", out.toString());
        Files.writeString(config, "[1, 2");
        assertRefused("not valid YAML", "train", "vae", "--config", config.toString(), "--out", out.toString());
    }

    @Test
    void outputThatExists() throws IOException {
        Files.createDirectory(out);
        Files.writeString(out.resolve("mine.txt"), "mine");
        CommandRun run = CommandRun.of("train", "vae", "--data", "synthetic", "--limit", "10", "--out", out.toString());
        assertEquals(2, run.exitCode(), run.err());
        assertOneLine(out.toString(), run);
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(List.of(out.resolve("mine.txt")), files.toList());
        }
    }

    @Test
    void outputBelowAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "mine");
        CommandRun run = CommandRun.of(
                "train",
                "vae",
                "--data",
                "synthetic",
                "--limit",
                "10",
                "--out",
                file.resolve("run").toString());
        assertEquals(2, run.exitCode(), run.err());
        assertOneLine(file.toString(), run);
    }

    @Test
    void brokenModel() throws IOException {
        Path model = Files.writeString(directory.resolve("model.zip"), "no zip");
        assertRefused("model.zip", "sample", "--run", model.toString(), "--out", out + ".png");
    }

    @Test
    void stackTraceOnlyIfAsked() {
        assertFalse(CommandRun.of("sample", "--run", "nosuch").err().contains("    at "));
        assertTrue(CommandRun.of("sample", "--run", "nosuch", "--verbose").err().contains("    at "));
    }

    private void assertTrainRefused(String named, Path data) {
        assertRefused(named, "train", "vae", "--data", data.toString(), "--out", out.toString());
    }

    private void assertRefused(String named, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(2, run.exitCode(), run.err());
        assertOneLine(named, run);
        assertTrue(Files.notExists(out), "nothing is written");
    }

    /** One line for the mistake; a line that points to the help, or guesses what was meant, may follow. */
    private static void assertOneLine(String named, CommandRun run) {
        List<String> lines = run.err().lines().toList();
        assertTrue(lines.get(0).startsWith("gen: ") && lines.get(0).contains(named), run.err());
        assertTrue(lines.size() <= 2, run.err());
    }

    private Path idxFolder(int images, int labels) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("idx"));
        for (String split : List.of("train", "t10k")) {
            IdxFile.of(new byte[images * 784], images, 28, 28).write(folder.resolve(split + "-images-idx3-ubyte"));
            IdxFile.of(new byte[labels], labels).write(folder.resolve(split + "-labels-idx1-ubyte"));
        }
        return folder;
    }
}
