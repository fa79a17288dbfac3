package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.CommandRun;
import io.gen4j.app.TrainedRuns;
import io.gen4j.latent.FittedPrior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FitPriorCommandTest {

    private Path directory;
    private String vae;

    @BeforeAll
    void train(@TempDir Path temporary) {
        directory = temporary;
        vae = directory.resolve("vae").toString();
        TrainedRuns.train(directory);
    }

    private byte[] sample(String name, String... options) throws IOException {
        Path file = directory.resolve(name);
        String[] common = {"sample", "--run", vae, "--count", "4", "--out", file.toString()};
        CommandRun run = CommandRun.of(
                Stream.concat(Arrays.stream(common), Arrays.stream(options)).toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.err());
        return Files.readAllBytes(file);
    }

    @Test
    void samplesAndEvaluatesByTheFittedPrior() throws IOException {
        byte[] before = sample("before.png");
        assertRefused("fit one with gen fit-prior", "sample", "--run", vae, "--prior", "fitted", "--out", "x.png");
        byte[] model = Files.readAllBytes(Path.of(vae, "model.zip"));
        CommandRun fit = CommandRun.of("fit-prior", "--run", vae);
        assertEquals(0, fit.exitCode(), fit.err());
        assertTrue(fit.out().contains(FittedPrior.FILE), fit.out());
        assertTrue(fit.err().contains("1 component: "), fit.err());
        assertArrayEquals(model, Files.readAllBytes(Path.of(vae, "model.zip")), "the model stays as it is");
        assertRefused("exists already", "fit-prior", "--run", vae);
        assertArrayEquals(before, sample("default.png"), "the default stays the model's own prior");
        byte[] fitted = sample("fitted.png", "--prior", "fitted");
        assertFalse(Arrays.equals(before, fitted));
        String file = Path.of(vae, FittedPrior.FILE).toString();
        assertArrayEquals(fitted, sample("file.png", "--prior", file));
        assertArrayEquals(before, sample("model.png", "--prior", "model"));

        CommandRun evaluation = CommandRun.of(
                "evaluate",
                "--run",
                vae,
                "--prior",
                "fitted",
                "--count",
                "20",
                "--metrics",
                "nearest_training_image",
                "--no-floors",
                "--json");
        assertEquals(0, evaluation.exitCode(), evaluation.err());
        assertTrue(evaluation.err().contains("from a fitted prior"), evaluation.err());
        assertEquals(
                "fitted",
                new ObjectMapper().readTree(evaluation.out()).path("prior").asText());
    }

    @Test
    void mistakesAreNamed() {
        assertRefused(
                "has no encoder",
                "fit-prior",
                "--run",
                directory.resolve("cgan").toString(),
                "--out",
                "x");
        assertRefused("components is 0", "fit-prior", "--run", vae, "--components", "0", "--out", directory + "/a");
        assertRefused("components is 50", "fit-prior", "--run", vae, "--components", "50", "--out", directory + "/b");
        assertRefused("contradict", "sample", "--run", vae, "--prior", "model", "--latents", "z.npy", "--out", "x.png");
        assertRefused("no such file", "sample", "--run", vae, "--prior", "nowhere", "--out", "x.png");
        assertRefused("contradict", "evaluate", "--images", "x.npy", "--prior", "fitted");
    }

    private static void assertRefused(String part, String... command) {
        CommandRun run = CommandRun.of(command);
        assertTrue(run.exitCode() != 0, String.join(" ", command));
        assertTrue(run.err().contains(part), run.err());
    }
}
