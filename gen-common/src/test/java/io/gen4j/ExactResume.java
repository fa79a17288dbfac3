package io.gen4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.parallel.ShardedTraining;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every model's training keeps to: stopped after each of its updates and resumed by a model made anew, it gives bit for
 * bit the weights, the optimisers' memory, the metrics and the pictures of a training that was never stopped.
 */
public abstract class ExactResume {

    /** One for each update of two epochs of five whole batches and a smaller one, and one that finds nothing left to do. */
    private static final int STARTS = 13;

    @TempDir
    private Path directory;

    /** Models made anew, small ones, of two epochs; by a name for the report. */
    protected abstract Map<String, Function<ImageSpec, GenerativeModel>> models();

    /** Five and a half of the models' batches. */
    private static ImageDataset images() {
        return SyntheticDigits.draw(44, 7);
    }

    @TestFactory
    Stream<DynamicTest> stoppedAfterEachUpdate() {
        return models().entrySet().stream()
                .map(model -> DynamicTest.dynamicTest(
                        model.getKey(), () -> compare(model.getKey().replace(' ', '-'), model.getValue())));
    }

    /** Every model is trained in shards to the same bits, however many processes share the shards. */
    @TestFactory
    protected Stream<DynamicTest> trainedInShards() {
        return models().entrySet().stream()
                .map(model -> DynamicTest.dynamicTest(
                        model.getKey(), () -> ShardedTraining.assertIndependentOfRanks(model.getValue())));
    }

    private void compare(String name, Function<ImageSpec, GenerativeModel> newModel) throws IOException {
        RunDirectory whole = RunDirectory.create(directory.resolve(name));
        RunDirectory pieces = RunDirectory.create(directory.resolve(name + "-in-pieces"));
        assertTrue(train(whole, newModel, false));
        int starts = 1;
        while (!train(pieces, newModel, true)) {
            starts++;
            assertTrue(starts < 100, "goes on for ever");
        }
        assertEquals(STARTS, starts);
        assertEqualRuns(whole, pieces);
    }

    private boolean train(RunDirectory run, Function<ImageSpec, GenerativeModel> newModel, boolean stopping)
            throws IOException {
        AtomicReference<TrainingRun> training = new AtomicReference<>();
        TrainingListener stopper = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) {
                if (stopping) {
                    training.get().stop();
                }
            }
        };
        try (GenerativeModel model = newModel.apply(ImageSpec.of(images()))) {
            training.set(TrainingRun.builder(model, images(), run)
                    .test(images().limit(20))
                    .listeners(stopper)
                    .build());
            return training.get().run();
        }
    }

    private static void assertEqualRuns(RunDirectory whole, RunDirectory pieces) throws IOException {
        Path last = newest(whole);
        assertEquals(
                SafetensorsFile.read(last).tensors(),
                SafetensorsFile.read(pieces.checkpoints().path().resolve(last.getFileName()))
                        .tensors());
        assertEquals(withoutSpeed(whole.metrics()), withoutSpeed(pieces.metrics()));
        assertEquals(Files.exists(whole.evaluation()), Files.exists(pieces.evaluation()));
        if (Files.exists(whole.evaluation())) {
            assertEquals(Files.readString(whole.evaluation()), Files.readString(pieces.evaluation()));
        }
        assertArrayEquals(Files.readAllBytes(whole.model()), Files.readAllBytes(pieces.model()));
        List<Path> pictures = files(whole.samples());
        assertFalse(pictures.isEmpty());
        for (Path picture : pictures) {
            assertArrayEquals(
                    Files.readAllBytes(picture),
                    Files.readAllBytes(pieces.samples().resolve(picture.getFileName())),
                    picture.toString());
        }
    }

    private static Path newest(RunDirectory run) throws IOException {
        List<Path> files = files(run.checkpoints().path());
        return files.get(files.size() - 1);
    }

    private static List<Path> files(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().toList();
        }
    }

    private static List<String> withoutSpeed(Path metrics) throws IOException {
        return Files.readAllLines(metrics).stream()
                .map(row -> row.substring(0, row.lastIndexOf(',')))
                .toList();
    }
}
