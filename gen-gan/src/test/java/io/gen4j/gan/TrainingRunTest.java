package io.gen4j.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.DivergedException;
import io.gen4j.ImageSpec;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.TrainingStep;
import io.gen4j.checkpoint.Checkpoint;
import io.gen4j.checkpoint.State;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.file.InvalidDataException;
import io.gen4j.run.CheckpointPolicy;
import io.gen4j.run.DivergencePolicy;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.TrainingRun;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training does when something goes wrong: five updates an epoch, three epochs. */
class TrainingRunTest {

    private static final ImageDataset IMAGES = SyntheticDigits.draw(40, 3);

    @TempDir
    private Path directory;

    private RunDirectory run;
    private final List<String> messages = new ArrayList<>();

    @BeforeEach
    void create() throws IOException {
        run = RunDirectory.create(directory.resolve("run"));
    }

    private static Gan gan(int epochs) {
        return new Gan(
                GanConfig.builder()
                        .latent(3)
                        .hidden(4)
                        .batchSize(8)
                        .epochs(epochs)
                        .build(),
                ImageSpec.of(IMAGES));
    }

    private TrainingRun.Builder training(Gan gan, TrainingListener... listeners) {
        return TrainingRun.builder(gan, IMAGES, run).listeners(listeners).messages(messages::add);
    }

    /** Puts no number into a weight of the discriminator after some update, the first so many times. */
    private static TrainingListener spoiling(Gan gan, long step, int times) {
        return new TrainingListener() {
            private int left = times;

            @Override
            public void stepped(TrainingStep made) {
                if (made.step() == step && left > 0) {
                    left--;
                    gan.discriminatorGraph().params().putScalar(7, Float.NaN);
                }
            }
        };
    }

    @Test
    void aTrainingThatDivergesKeepsItsLastGoodCheckpoint() throws IOException {
        try (Gan gan = gan(3)) {
            DivergedException failure = assertThrows(
                    DivergedException.class,
                    () -> training(gan, spoiling(gan, 7, 1)).build().run());
            assertTrue(failure.getMessage().startsWith("step 8: d_loss_nats is NaN"), failure.getMessage());
            assertTrue(failure.getMessage().contains("discriminator has weights"), failure.getMessage());
        }
        assertEquals(List.of("step-0000000000", "step-0000000005"), checkpoints());
        try (Gan gan = gan(3)) {
            assertTrue(training(gan).build().run());
        }
    }

    @Test
    void nothingIsWrittenOfWeightsThatWentBadUnseen() throws IOException {
        try (Gan gan = gan(3)) {
            DivergedException failure = assertThrows(
                    DivergedException.class,
                    () -> training(gan, spoiling(gan, 5, 1)).build().run());
            assertTrue(failure.getMessage().startsWith("step 5: the discriminator has"), failure.getMessage());
        }
        assertEquals(List.of("step-0000000000"), checkpoints());
    }

    @Test
    void rollsBackAndGoesOnWithHalfTheLearningRate() throws IOException {
        try (Gan gan = gan(3)) {
            assertTrue(training(gan, spoiling(gan, 7, 2))
                    .divergence(DivergencePolicy.ROLLBACK)
                    .build()
                    .run());
            State optimizer =
                    Checkpoint.read(run.checkpoints().file(15)).in("trainer").in("generator");
            assertEquals(gan.config().learningRate() / 4, optimizer.number("learning rate"), 1e-12);
        }
        assertEquals(2, messages.size(), messages::toString);
        assertTrue(messages.get(0).contains("back to step 5"), messages.get(0));
        assertEquals(4, Files.readAllLines(run.metrics()).size());
    }

    @Test
    void rollsBackABoundedNumberOfTimes() {
        try (Gan gan = gan(3)) {
            assertThrows(
                    DivergedException.class,
                    () -> training(gan, spoiling(gan, 7, 1000))
                            .divergence(DivergencePolicy.ROLLBACK)
                            .build()
                            .run());
        }
        assertEquals(DivergencePolicy.MAX_ROLLBACKS, messages.size());
    }

    @Test
    void aSecondTrainingInTheSameDirectoryIsRefused() throws IOException {
        List<String> refusals = new ArrayList<>();
        try (Gan gan = gan(1);
                Gan other = gan(1)) {
            TrainingListener second = new TrainingListener() {
                @Override
                public void started(TrainingLoop loop) {
                    refusals.add(assertThrows(
                                    FileAlreadyExistsException.class,
                                    () -> training(other).build().run())
                            .getMessage());
                }
            };
            assertTrue(training(gan, second).build().run());
            assertFalse(refusals.isEmpty());
            assertTrue(refusals.get(0).contains("another training writes there"), refusals.get(0));
            assertTrue(training(other).build().run(), "the lock was given back");
        }
    }

    @Test
    void passesOverADamagedCheckpoint() throws IOException {
        try (Gan gan = gan(2)) {
            training(gan).build().run();
        }
        Path newest = run.checkpoints().file(10);
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 100] ^= 1;
        Files.write(newest, bytes);
        Files.write(run.checkpoints().file(5), Arrays.copyOf(bytes, 1000));
        List<Long> steps = new ArrayList<>();
        try (Gan gan = gan(2)) {
            TrainingListener counter = new TrainingListener() {
                @Override
                public void stepped(TrainingStep step) {
                    steps.add(step.step());
                }
            };
            assertTrue(training(gan, counter).build().run());
        }
        assertEquals(1, steps.get(0));
        assertEquals(10, steps.size());
        assertTrue(messages.get(0).contains("damaged"), messages.toString());
    }

    @Test
    void refusesACheckpointOfAnotherVersion() throws IOException {
        try (Gan gan = gan(1)) {
            training(gan).build().run();
        }
        for (String name : checkpoints()) {
            Path file = run.checkpoints().path().resolve(name + ".safetensors");
            String content = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            Files.writeString(
                    file,
                    content.replace("gen4j-checkpoint-1", "gen4j-checkpoint-0"),
                    java.nio.charset.StandardCharsets.ISO_8859_1);
        }
        try (Gan gan = gan(1)) {
            InvalidDataException refusal = assertThrows(
                    InvalidDataException.class, () -> training(gan).build().run());
            assertTrue(refusal.getMessage().contains("this version reads gen4j-checkpoint-1"), refusal.getMessage());
        }
    }

    @Test
    void refusesOtherImagesAndOtherSettings() throws IOException {
        try (Gan gan = gan(1)) {
            training(gan).build().run();
            TrainingRun other = TrainingRun.builder(gan, IMAGES.limit(39), run).build();
            String refusal =
                    assertThrows(InvalidDataException.class, other::run).getMessage();
            assertTrue(refusal.contains("39 images") && refusal.contains("40 images"), refusal);
        }
        GanConfig settings = GanConfig.builder()
                .latent(3)
                .hidden(4)
                .batchSize(8)
                .epochs(1)
                .learningRate(0.5)
                .build();
        try (Gan gan = new Gan(settings, ImageSpec.of(IMAGES))) {
            assertThrows(InvalidDataException.class, () -> training(gan).build().run());
        }
    }

    @Test
    void keepsTheLastOnes() throws IOException {
        try (Gan gan = gan(4)) {
            training(gan).checkpoints(new CheckpointPolicy(1, 0, 2)).build().run();
        }
        assertEquals(List.of("step-0000000015", "step-0000000020"), checkpoints());
    }

    @Test
    void saysWhichFileWasRemovedUnderIt() throws IOException {
        TrainingListener remover = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) throws IOException {
                Files.deleteIfExists(run.metrics());
            }
        };
        try (Gan gan = gan(2)) {
            NoSuchFileException failure = assertThrows(
                    NoSuchFileException.class,
                    () -> training(gan, remover).build().run());
            assertTrue(failure.getMessage().contains("metrics.csv"), failure.getMessage());
        }
        try (Gan gan = gan(2)) {
            assertTrue(training(gan).build().run());
        }
        assertEquals(3, Files.readAllLines(run.metrics()).size());
    }

    private List<String> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(run.checkpoints().path())) {
            return files.map(file -> file.getFileName().toString().replace(".safetensors", ""))
                    .sorted()
                    .toList();
        }
    }
}
