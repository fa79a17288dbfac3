package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs that version 0.1 wrote, with packages of other names: a model.zip after two epochs, and a checkpoint after the first.
 * Processors add up in different orders, so numbers are compared within a tolerance.
 */
class EarlierRunsTest {

    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"vae", "gan", "dcgan"})
    void areSampledAndResumed(String name) throws IOException {
        Path run = copy(name);
        INDArray before = sample(run);
        assertTrue(before.minNumber().floatValue() < before.maxNumber().floatValue(), "an image has a content");
        CommandRun sampled = CommandRun.of(
                "sample",
                "--run",
                run.toString(),
                "--out",
                run.resolve("new.png").toString());
        assertEquals(0, sampled.exitCode(), sampled.err());

        double[] losses = lastLosses(run);
        Files.delete(run.resolve("model.zip"));
        CommandRun resumed = CommandRun.of("resume", run.toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertTrue(before.equalsWithEps(sample(run), TOLERANCE), "the second epoch gives the same model");
        assertArrayEquals(losses, lastLosses(run), TOLERANCE, "the second epoch has the same losses");
    }

    private static INDArray sample(Path run) throws IOException {
        try (GenerativeModel model = ModelFile.load(run.resolve("model.zip"))) {
            return model.sample(8, 1);
        }
    }

    /** The metrics of the last epoch on the training images, which depend on all that a checkpoint holds. */
    private static double[] lastLosses(Path run) throws IOException {
        List<String> rows = Files.readAllLines(run.resolve("metrics.csv"));
        List<String> names = List.of(rows.get(0).split(","));
        String[] values = rows.get(rows.size() - 1).split(",");
        return IntStream.range(0, values.length)
                .filter(i -> !names.get(i).equals("images_per_second") && !values[i].isEmpty())
                .mapToDouble(i -> Double.parseDouble(values[i]))
                .toArray();
    }

    private Path copy(String name) throws IOException {
        Path from = Path.of("src/test/resources/io/gen4j/app/runs-0.1", name);
        Path run = directory.resolve(name);
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.copy(file, run.resolve(from.relativize(file).toString()));
        }
        return run;
    }
}
