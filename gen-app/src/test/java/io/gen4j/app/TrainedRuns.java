package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Runs of small models on synthetic digits. */
public final class TrainedRuns {

    private TrainedRuns() {}

    /** Trains a {@code vae} with 4 latents for two epochs, and a {@code cgan} for one. */
    public static void train(Path directory) {
        train("vae", directory, "--latent", "4", "--epochs", "2");
        train("cgan", directory, "--epochs", "1");
    }

    private static void train(String family, Path directory, String... options) {
        String[] common = {
            "train",
            family,
            "--data",
            "synthetic",
            "--limit",
            "100",
            "--hidden",
            "8",
            "--out",
            directory.resolve(family).toString()
        };
        String[] all = Stream.of(common, options).flatMap(Arrays::stream).toArray(String[]::new);
        CommandRun run = CommandRun.of(all);
        assertEquals(0, run.exitCode(), run.err());
    }
}
