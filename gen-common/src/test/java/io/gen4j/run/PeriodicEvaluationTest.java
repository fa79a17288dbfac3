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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        EvaluationData data = new EvaluationData(DIGITS, DIGITS.limit(100), 1, 3, MetricProgress.NONE);
        PeriodicEvaluation evaluation =
                new PeriodicEvaluation(model, new ImageReference(data, classifier), every, 50, table, best, said::add);
        Batches batches = new Batches(DIGITS, 100, PixelRange.UNIT, 1, LastBatch.KEEP);
        evaluation.started(new TrainingLoop(new IdleTrainer(model), batches, 5, List.of()));
        return evaluation;
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
        public void save(Path file) {
            try {
                Files.writeString(file, "epoch " + epoch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
