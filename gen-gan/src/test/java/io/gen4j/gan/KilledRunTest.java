package io.gen4j.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.EvaluationData;
import io.gen4j.ImageSpec;
import io.gen4j.MetricProgress;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingStep;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.file.FaultyFileSystem;
import io.gen4j.file.FaultyFileSystem.Fault;
import io.gen4j.file.Sha256;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.metric.ImageReference;
import io.gen4j.metric.feature.ClassifierTraining;
import io.gen4j.metric.feature.ImageClassifier;
import io.gen4j.run.CheckpointPolicy;
import io.gen4j.run.EventRecords;
import io.gen4j.run.PeriodicEvaluation;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed at every change of a file at the end of its second epoch, or before its end, and resumed: every
 * file of the run equals, byte for byte, that of a training that was never killed, but for times and speeds.
 */
class KilledRunTest {

    private static final ImageDataset IMAGES = SyntheticDigits.draw(24, 3);
    private static final int STEPS_PER_EPOCH = 3;
    private static final int COUNT = 20;

    private static ImageClassifier classifier;
    private static ImageReference reference;

    @TempDir
    private Path directory;

    /** Changes of files when the second epoch's last update was made. */
    private int changesBefore;

    /** What evaluations had written when the second epoch's first update was made. */
    private Map<String, String> evaluatedBefore = Map.of();

    @BeforeAll
    static void trainClassifier() {
        classifier = new ClassifierTraining(20, 16, 3e-3, 0, 5).train(IMAGES, MetricProgress.NONE);
        EvaluationData data = new EvaluationData(IMAGES, IMAGES, 1, 3, MetricProgress.NONE);
        reference = new ImageReference(data, classifier);
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    @Test
    void aResumedRunHasTheFilesOfOneThatWasNeverKilled() throws IOException {
        Path whole = Files.createDirectory(directory.resolve("whole"));
        Path watched = FaultyFileSystem.path(whole, Fault.KILLED, Integer.MAX_VALUE);
        train(watched);
        Map<String, Object> expected = content(whole);
        int changes = FaultyFileSystem.changes(watched);
        assertTrue(expected.keySet()
                .containsAll(List.of(
                        ".before-best.zip",
                        "best.zip",
                        "config.json",
                        "metrics.csv",
                        "model.zip",
                        "networks/discriminator.zip",
                        "quality.csv",
                        "status.json")));
        assertTrue(expected.keySet().stream().anyMatch(name -> name.matches("samples/.*\\.png")), "pictures");
        assertFalse(expected.get("events").equals(List.of()), "events for TensorBoard");
        assertTrue(changes - changesBefore > 50, changes + " changes, from " + changesBefore);
        for (int change = changesBefore; change <= changes; change++) {
            Path killed = Files.createDirectory(directory.resolve("killed" + change));
            kill(killed, change);
            train(killed);
            assertEqualContent(expected, content(killed), "killed at change " + change);
        }
    }

    /** Two in a row: the second kill happens while the first one is made good. */
    @Test
    void aRunThatIsKilledTwiceIsResumedAsWell() throws IOException {
        Path whole = Files.createDirectory(directory.resolve("whole"));
        train(FaultyFileSystem.path(whole, Fault.KILLED, Integer.MAX_VALUE));
        for (int change = changesBefore; change < changesBefore + 60; change += 9) {
            Path killed = Files.createDirectory(directory.resolve("killed" + change));
            kill(killed, change);
            kill(killed, 1 + change % 40);
            train(killed);
            assertEqualContent(content(whole), content(killed), "killed at change " + change);
        }
    }

    private void kill(Path path, int change) throws IOException {
        try {
            train(FaultyFileSystem.path(path, Fault.KILLED, change));
        } catch (FaultyFileSystem.Killed e) {
            // The process is gone.
        }
    }

    private void train(Path path) throws IOException {
        GanConfig config =
                GanConfig.builder().latent(3).hidden(4).batchSize(8).epochs(2).build();
        try (Gan gan = new Gan(config, ImageSpec.of(IMAGES))) {
            RunDirectory run = new RunDirectory(path);
            TrainingListener counter = new TrainingListener() {
                @Override
                public void stepped(TrainingStep step) {
                    if (step.step() == STEPS_PER_EPOCH + 1) {
                        requireEvaluated(path);
                    }
                    if (step.step() == 2 * STEPS_PER_EPOCH && path.getClass() != directory.getClass()) {
                        changesBefore = FaultyFileSystem.changes(path);
                    }
                }
            };
            PeriodicEvaluation evaluation =
                    new PeriodicEvaluation(gan, reference, 1, COUNT, run.quality(), run.best(), line -> {});
            TrainingRun.builder(gan, IMAGES, run)
                    .checkpoints(new CheckpointPolicy(1, 0, 2))
                    .listeners(counter)
                    .watchers(evaluation)
                    .build()
                    .run();
        }
    }

    /** A resumed run goes on from what evaluations had written at its checkpoint, and not only ends with the same files. */
    private void requireEvaluated(Path path) {
        try {
            Map<String, String> found = new TreeMap<>();
            found.put("best.zip", Sha256.of(path.resolve("best.zip")));
            found.put("quality.csv", Files.readString(path.resolve("quality.csv")));
            if (evaluatedBefore.isEmpty()) {
                evaluatedBefore = found;
            }
            found.forEach((name, content) ->
                    assertEquals(evaluatedBefore.get(name), content, path + ": " + name + " in the second epoch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertEqualContent(Map<String, Object> expected, Map<String, Object> found, String when) {
        assertEquals(expected.keySet(), found.keySet(), when);
        expected.forEach((name, content) -> assertEquals(content, found.get(name), when + ": " + name));
    }

    private static Map<String, Object> content(Path run) throws IOException {
        Map<String, Object> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(file).toString();
                if (!name.startsWith("events.")) {
                    content.put(name, comparable(file));
                }
            }
        }
        content.put("events", EventRecords.of(run));
        return content;
    }

    private static Object comparable(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.equals("metrics.csv")) {
            List<String> rows = new ArrayList<>();
            for (String row : Files.readAllLines(file)) {
                rows.add(row.substring(0, row.lastIndexOf(',')));
            }
            return rows;
        }
        if (name.equals("config.json")) {
            return ((ObjectNode) new ObjectMapper().readTree(file.toFile())).without("written");
        }
        if (name.endsWith(".safetensors")) {
            return SafetensorsFile.read(file).tensors();
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
