package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.app.CommandRun;
import io.gen4j.app.TrainedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@code gen score} and {@code gen directions}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScoreCommandTest {

    private Path directory;
    private Path vae;
    private Path cgan;

    @BeforeAll
    void train(@TempDir Path temporary) {
        directory = temporary;
        TrainedRuns.train(directory);
        vae = directory.resolve("vae");
        cgan = directory.resolve("cgan");
    }

    @Test
    void scoresBecomeATable() throws IOException {
        Path out = directory.resolve("scores.csv");
        CommandRun run =
                assertDone("score", "--run", vae, "--count", "20", "--draws", "3", "--normal", "1,7", "--out", out);
        List<String> lines = Files.readAllLines(out);
        assertEquals(
                "image,label,reconstruction_mse,negative_elbo_nats,negative_log_likelihood_nats,above_threshold",
                lines.get(0));
        assertEquals(21, lines.size());
        String[] cells = lines.get(1).split(",");
        double elbo = Double.parseDouble(cells[3]);
        double likelihood = Double.parseDouble(cells[4]);
        assertTrue(likelihood > 0 && likelihood < elbo + 5, lines.get(1));
        assertTrue(
                run.out().matches("(?s)threshold .*of negative_log_likelihood_nats .*anomalies: ROC area .*"),
                run.out());
    }

    @Test
    void aPlainAutoencoderHasItsReconstructionErrorAlone() throws IOException {
        Path ae = directory.resolve("ae");
        Path out = directory.resolve("ae.csv");
        assertDone(
                "train", "ae", "--hidden", "8", "--epochs", "1", "--data", "synthetic", "--limit", "64", "--out", ae);
        CommandRun run = assertDone("score", "--run", ae, "--count", "5", "--out", out);
        assertTrue(run.out().contains("of reconstruction_mse"), run.out());
        assertTrue(Files.readAllLines(out).get(1).matches("0,\\d,0\\.\\d+(E-\\d+)?,,,(true|false)"), "no likelihood");
    }

    @Test
    void mistakesInScoringAreNamed() throws IOException {
        Path out = directory.resolve("none.csv");
        assertRefused("has no encoder", "score", "--run", cgan, "--out", out);
        assertRefused(
                "--normal is x: synthetic digits has the labels 0, 1",
                "score",
                "--run",
                vae,
                "--normal",
                "x",
                "--out",
                out);
        assertRefused("quantile is 2.0", "score", "--run", vae, "--quantile", "2", "--count", "5", "--out", out);
        assertRefused("draws is 0", "score", "--run", vae, "--draws", "0", "--out", out);
        Path mine = Files.writeString(directory.resolve("mine.csv"), "mine");
        assertRefused("exists already", "score", "--run", vae, "--out", mine);
        assertEquals("mine", Files.readString(mine));
        assertTrue(Files.notExists(out), "nothing is written");
    }

    @Test
    void directionsAreNamedAndDrawn() throws IOException {
        Path labels = directory.resolve("labels.json");
        assertDone("directions", "--run", vae, "--method", "labels", "--out", labels);
        assertTrue(Files.readString(labels).contains("\"name\" : \"7\""));
        Path sefa = directory.resolve("sefa.json");
        Path picture = directory.resolve("sefa.png");
        assertDone("directions", "--run", cgan, "--count", "3", "--out", sefa, "--picture", picture);
        assertTrue(Files.readString(sefa).contains("\"name\" : \"principal 3\""));
        assertEquals(3 * 28 + 4, javax.imageio.ImageIO.read(picture.toFile()).getHeight(), 10);
    }

    @Test
    void mistakesInDirectionsAreNamed() {
        Path out = directory.resolve("none.json");
        assertRefused("has no encoder", "directions", "--run", cgan, "--method", "labels", "--out", out);
        assertRefused("exists already", "directions", "--run", cgan, "--out", vae.resolve("config.json"));
        assertRefused("count is 0", "directions", "--run", cgan, "--count", "0", "--out", out);
        assertTrue(Files.notExists(out), "nothing is written");
    }

    private static void assertRefused(String named, Object... arguments) {
        CommandRun run = run(arguments);
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().contains(named), run.err());
    }

    private static CommandRun assertDone(Object... arguments) {
        CommandRun run = run(arguments);
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }

    private static CommandRun run(Object... arguments) {
        return CommandRun.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
