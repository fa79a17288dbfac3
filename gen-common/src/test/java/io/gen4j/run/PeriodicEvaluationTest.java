package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.EvaluationData;
import io.gen4j.IdleTrainer;
import io.gen4j.ImageSpec;
import io.gen4j.MetricProgress;
import io.gen4j.Metrics;
import io.gen4j.NoModel;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.metric.ImageReference;
import io.gen4j.metric.feature.ClassifierTraining;
import io.gen4j.metric.feature.ImageClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PeriodicEvaluationTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(200, 1);

    private static ImageClassifier classifier;

    @TempDir
    private Path directory;

    private final Drawer model = new Drawer();
    private final List<String> said = new ArrayList<>();
    private Path table;
    private Path best;

    @BeforeAll
    static void train() {
        classifier = new ClassifierTraining(20, 16, 3e-3, 0, 5).train(DIGITS, MetricProgress.NONE);
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    @BeforeEach
    void name() {
        table = directory.resolve("quality.csv");
        best = directory.resolve("best.zip");
    }

    private PeriodicEvaluation start(int every) throws IOException {
        PeriodicEvaluation evaluation = evaluation(every);
        evaluation.started(loop());
        return evaluation;
    }

    private PeriodicEvaluation evaluation(int every) {
        EvaluationData data = new EvaluationData(DIGITS, DIGITS.limit(100), 1, 3, MetricProgress.NONE);
        return new PeriodicEvaluation(model, new ImageReference(data, classifier), every, 50, table, best, said::add);
    }

    private TrainingLoop loop() {
        Batches batches = new Batches(DIGITS, 100, PixelRange.UNIT, 1, LastBatch.KEEP);
        return new TrainingLoop(new IdleTrainer(model), batches, 5, List.of());
    }

    private void end(PeriodicEvaluation evaluation, int epoch, double noise) throws IOException {
        model.epoch = epoch;
        model.noise = noise;
        evaluation.epochEnded(epoch, new Metrics(List.of()));
    }

    @Test
    void keepsTheBestModelAndNotTheLast() throws IOException {
        PeriodicEvaluation evaluation = start(1);
        end(evaluation, 1, 0.9);
        assertEquals("epoch 1", Files.readString(best));
        end(evaluation, 2, 0.1);
        assertEquals("epoch 2", Files.readString(best));
        end(evaluation, 3, 0.9);
        assertEquals("epoch 2", Files.readString(best));
        List<String> lines = Files.readAllLines(table);
        assertEquals("epoch,frechet_distance,classifier_score,class_balance", lines.get(0));
        assertEquals(4, lines.size());
        assertEquals(
                List.of(true, true, false),
                said.stream().map(line -> line.endsWith("the best so far")).toList());
    }

    @Test
    void evaluatesNowAndThenAndAtTheEnd() throws IOException {
        PeriodicEvaluation evaluation = start(2);
        for (int epoch = 1; epoch <= 5; epoch++) {
            end(evaluation, epoch, 0.5);
        }
        assertEquals(
                List.of("2", "4", "5"),
                Files.readAllLines(table).stream()
                        .skip(1)
                        .map(line -> line.split(",")[0])
                        .toList());
    }

    @Test
    void aTrainingThatGoesOnKeepsWhatWasBest() throws IOException {
        end(start(1), 1, 0.1);
        PeriodicEvaluation resumed = start(1);
        end(resumed, 2, 0.9);
        assertEquals("epoch 1", Files.readString(best));
        assertEquals(3, Files.readAllLines(table).size());
    }

    /** A resumed training may take another way, so that no later epoch is the best. */
    @Test
    void theBestModelOfTheCheckpointComesBack() throws IOException {
        PeriodicEvaluation evaluation = start(1);
        end(evaluation, 1, 0.5);
        State state = new State();
        evaluation.save(state);
        end(evaluation, 2, 0.1);
        evaluation.ended();
        assertEquals("epoch 2", Files.readString(best));

        PeriodicEvaluation resumed = evaluation(1);
        resumed.resumed(loop(), state);
        assertEquals("epoch 1", Files.readString(best));
        end(resumed, 2, 0.9);
        assertEquals("epoch 1", Files.readString(best));
        assertEquals(3, Files.readAllLines(table).size());
    }

    /** As an editor, a full disk or a loss of power leave it. What is whole of the first epochs stays, what is not goes. */
    @ParameterizedTest
    @MethodSource("damages")
    void aDamagedTableIsContinued(String what, Damage damage, List<String> staying) throws IOException {
        PeriodicEvaluation evaluation = start(1);
        end(evaluation, 1, 0.9);
        end(evaluation, 2, 0.5);
        State state = new State();
        evaluation.save(state);
        end(evaluation, 3, 0.4);
        evaluation.ended();
        byte[] rows = Files.readAllBytes(table);
        Files.write(table, damage.apply(rows));

        PeriodicEvaluation resumed = evaluation(1);
        TrainingLoop loop = loop();
        State position = loop.state();
        position.in("loop").putInteger("epoch", 3);
        loop.restore(position);
        resumed.resumed(loop, state);
        end(resumed, 3, 0.3);
        end(resumed, 4, 0.2);
        resumed.ended();

        List<String> lines = Files.readAllLines(table);
        assertEquals("epoch,frechet_distance,classifier_score,class_balance", lines.get(0));
        List<String> epochs = new ArrayList<>(staying);
        epochs.addAll(List.of("3", "4"));
        assertEquals(
                epochs,
                lines.stream().skip(1).map(line -> line.split(",", -1)[0]).toList());
        lines.forEach(line -> assertEquals(4, line.split(",", -1).length, line));
        assertEquals("epoch 4", Files.readString(best));
    }

    private interface Damage {
        byte[] apply(byte[] rows);
    }

    static List<Arguments> damages() {
        return List.of(
                damage("none", rows -> rows, "1", "2"),
                damage("empty", rows -> new byte[0]),
                damage("a newline", rows -> new byte[] {'\n'}),
                damage("half of the names", rows -> Arrays.copyOf(rows, 12)),
                damage("names alone", rows -> Arrays.copyOf(rows, after(rows, 1))),
                damage("names without a line end", rows -> Arrays.copyOf(rows, after(rows, 1) - 1)),
                damage("one row", rows -> Arrays.copyOf(rows, after(rows, 2)), "1"),
                damage("half of the second row", rows -> Arrays.copyOf(rows, after(rows, 3) - 9), "1"),
                damage("without the last line end", rows -> Arrays.copyOf(rows, after(rows, 3) - 1), "1"),
                damage("more behind the end", rows -> Arrays.copyOf(rows, rows.length + 9999), "1", "2"),
                damage("zeros", rows -> new byte[20]),
                damage("bytes that are no text", rows -> new byte[] {(byte) 0xff, (byte) 0xfe, 7, '\n', (byte) 0x80}),
                damage("another table", rows -> "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)));
    }

    private static Arguments damage(String what, Damage damage, String... staying) {
        return Arguments.of(what, damage, List.of(staying));
    }

    /** Where a number of lines end. */
    private static int after(byte[] rows, int lines) {
        int position = 0;
        for (int found = 0; found < lines; position++) {
            found += rows[position] == '\n' ? 1 : 0;
        }
        return position;
    }

    @Test
    void needsLabels() {
        ImageReference blind = new ImageReference(new EvaluationData(DIGITS, DIGITS, 1, 3, MetricProgress.NONE), null);
        assertThrows(
                IllegalArgumentException.class,
                () -> new PeriodicEvaluation(model, blind, 1, 50, table, best, said::add));
    }

    /** Draws digits that are there already, under noise. */
    private static final class Drawer extends NoModel {

        private int epoch;
        private double noise;

        @Override
        public String family() {
            return "drawer";
        }

        @Override
        public ImageSpec spec() {
            return ImageSpec.of(DIGITS);
        }

        @Override
        public PixelRange pixelRange() {
            return PixelRange.UNIT;
        }

        @Override
        public INDArray generate(INDArray latents) {
            Batch digits = new Batches(DIGITS, 10, PixelRange.UNIT, 1, LastBatch.KEEP).first((int) latents.size(0));
            try (INDArray noises = Nd4j.rand(digits.images().shape()).muli(noise)) {
                return digits.images().addi(noises);
            }
        }

        @Override
        public Map<String, ComputationGraph> networks() {
            return Map.of();
        }

        @Override
        public void save(Path file) {
            try {
                Files.writeString(file, "epoch " + epoch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
