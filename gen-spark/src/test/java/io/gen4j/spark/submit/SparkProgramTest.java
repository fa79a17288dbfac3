package io.gen4j.spark.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.IdxFile;
import io.gen4j.data.synthetic.SyntheticDigits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkProgramTest {

    private static final List<String> SETTINGS = List.of("spark.master", "spark.ui.enabled", "spark.driver.host");

    @TempDir
    private static Path directory;

    @BeforeAll
    static void prepare() throws Exception {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "127.0.0.1");
        ImageDataset digits = SyntheticDigits.draw(44, 7);
        byte[] pixels = new byte[44 * 784];
        byte[] labels = new byte[44];
        for (int i = 0; i < 44; i++) {
            digits.copyPixels(i, pixels, i * 784);
            labels[i] = (byte) digits.label(i);
        }
        Path data = Files.createDirectory(directory.resolve("data"));
        IdxFile.of(pixels, 44, 28, 28).write(data.resolve("train-images-idx3-ubyte"));
        IdxFile.of(labels, 44).write(data.resolve("train-labels-idx1-ubyte"));
        Files.writeString(
                data.resolve("label-names.json"),
                "[\"zero\",\"one\",\"two\",\"three\",\"four\",\"five\",\"six\",\"seven\",\"eight\",\"nine\"]");
    }

    @AfterAll
    static void clear() {
        SETTINGS.forEach(System::clearProperty);
    }

    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new SparkProgram(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String path(String name) {
        return directory.resolve(name).toString();
    }

    /** Trains, draws with what was trained, and encodes what was drawn. */
    @Test
    void oneVerbAfterTheOther() throws Exception {
        String[] train = {
            "train",
            "--images",
            path("data"),
            "--format",
            "idx",
            "--family",
            "vae",
            "--settings",
            "{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 2}",
            "--shards",
            "2",
            "--out",
            path("model")
        };
        Outcome trained = run(train);
        assertEquals("", trained.err());
        assertEquals(0, trained.exitCode());
        assertTrue(trained.out().endsWith("wrote " + path("model") + ": model.zip, metrics.csv\n"), trained::out);
        List<String> metrics = Files.readAllLines(directory.resolve("model/metrics.csv"));
        assertEquals("epoch,step,kl_nats,loss_nats,reconstruction_nats,images_per_second", metrics.get(0));
        assertTrue(metrics.get(2).startsWith("2,10,"), () -> metrics.get(2));
        assertEquals(
                new Outcome(2, "", "gen: " + path("model") + ": has a model.zip already: choose another directory\n"),
                run(train));

        Outcome sampled = run(
                "sample",
                "--run",
                path("model"),
                "--count",
                "20",
                "--seed",
                "3",
                "--format",
                "idx",
                "--out",
                path("drawn"));
        assertEquals(new Outcome(0, "wrote " + path("drawn") + ": 20 images\n", ""), sampled);
        Outcome parquet = run("sample", "--run", path("model"), "--count", "20", "--seed", "3", "--out", path("p"));
        assertEquals(0, parquet.exitCode(), parquet::err);
        assertEquals(
                new Outcome(2, "", "gen: " + path("p") + ": exists already: choose another path\n"),
                run("sample", "--run", path("model"), "--count", "20", "--out", path("p")));

        Outcome transformed = run(
                "transform",
                "--images",
                path("p"),
                "--run",
                path("model"),
                "--latent-col",
                "z",
                "--bound-col",
                "bound",
                "--bound-draws",
                "4",
                "--out",
                path("encoded"));
        assertEquals(new Outcome(0, "wrote " + path("encoded") + "\n", ""), transformed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a verb is missing: one of sample, train, transform",
                "draw | there is no verb \"draw\": one of sample, train, transform",
                "train | --images is missing",
                "train --images a | --out is missing",
                "train --images | --images has no value",
                "train x y | \"x\" is no argument: they have the form --name value, such as --out model",
                "train --images a --images b | --images comes twice",
                "train --images a --out b --shards two | --shards is \"two\": must be a whole number",
                "train --images a --out b --shards 9999999999 | --shards is 9999999999: is too large",
                "sample --run a --out b | --count is missing or negative: must be a number of images",
                "sample --run a --out b --count 1 --format gif | --format is \"gif\": must be one of parquet, idx, png",
            })
    void misuse(String line, String message) {
        String[] arguments =
                Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);
        assertEquals(new Outcome(2, "", "gen: " + message + "\n"), run(arguments));
    }

    @Test
    void unknownArgumentsAreNamedWithThoseThereAre() {
        Outcome outcome = run("train", "--images", "a", "--out", "b", "--epoch", "3");
        assertEquals(2, outcome.exitCode());
        assertTrue(
                outcome.err()
                        .startsWith("gen: there is no argument --epoch: the verb has --channels, --checkpoint-dir, "),
                outcome::err);
        assertTrue(outcome.err().contains("--local-steps, "), outcome::err);
    }

    @Test
    void aMissingModelIsNamed() {
        assertEquals(
                new Outcome(1, "", "gen: " + path("none") + ": there is no such file, or no model.zip\n"),
                run("sample", "--run", path("none"), "--count", "1", "--out", path("x")));
    }
}
