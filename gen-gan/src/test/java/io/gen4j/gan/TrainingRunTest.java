package io.gen4j.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.DivergedException;
import io.gen4j.ImageSpec;
import io.gen4j.Metrics;
import io.gen4j.TrainingInterruptedException;
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
import io.gen4j.run.RunMovedException;
import io.gen4j.run.RunRecord;
import io.gen4j.run.RunStatus;
import io.gen4j.run.TrainingRun;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
                .beta1(0.25)
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
    void aTableThatIsRemovedCostsOneLine() throws IOException {
        TrainingListener remover = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) throws IOException {
                Files.deleteIfExists(run.metrics());
            }
        };
        try (Gan gan = gan(2)) {
            assertTrue(training(gan, remover).build().run());
        }
        assertEquals(
                1,
                messages.stream().filter(line -> line.contains("metrics.csv")).count(),
                messages.toString());
        assertTrue(messages.get(0).contains("was removed") && messages.get(0).endsWith("the training goes on"));
    }

    /** Failures of listeners that only watch, thrown at each event. */
    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException("No space left on device"),
                new IllegalStateException("convergence failed"),
                new NoClassDefFoundError("Could not initialize class sun.awt.X11FontManager"),
                new UnsatisfiedLinkError("libfreetype.so.6: cannot open shared object file"),
                new InternalError("java.lang.reflect.InvocationTargetException"),
                new Error("Probable fatal error: No physical fonts found."),
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new NullPointerException());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aWatcherThatFailsCostsOneLine(Throwable failure) throws IOException {
        for (Event event : Event.values()) {
            messages.clear();
            run = RunDirectory.create(directory.resolve(event.name()));
            try (Gan gan = gan(2)) {
                assertTrue(training(gan)
                        .watchers(new FailingWatcher(event, failure))
                        .build()
                        .run());
            }
            assertEquals(1, messages.size(), messages::toString);
            assertTrue(messages.get(0).contains("FailingWatcher failed: "), messages.get(0));
            assertTrue(
                    Files.exists(run.model()) && Files.exists(run.checkpoints().file(10)));
        }
    }

    @Test
    void aListenerThatFailsEndsTheTraining() throws IOException {
        try (Gan gan = gan(2)) {
            IOException failure = new IOException("by intent");
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> training(gan, new FailingWatcher(Event.EPOCH_ENDED, failure))
                            .build()
                            .run());
            assertSame(failure, thrown);
        }
        assertEquals(Optional.of(RunStatus.FAILED), RunStatus.of(run));
        assertTrue(Files.exists(run.model()), "the model was saved before");
    }

    enum Event {
        STARTED,
        STEPPED,
        EPOCH_ENDED,
        SETTLED,
        SAVE,
        ENDED
    }

    /** Throws at one kind of event. */
    private record FailingWatcher(Event event, Throwable failure) implements TrainingListener {

        private void fail(Event now) throws IOException {
            if (now == event) {
                if (failure instanceof IOException e) {
                    throw e;
                }
                if (failure instanceof RuntimeException e) {
                    throw e;
                }
                throw (Error) failure;
            }
        }

        @Override
        public void started(TrainingLoop loop) throws IOException {
            fail(Event.STARTED);
        }

        @Override
        public void stepped(TrainingStep step) throws IOException {
            fail(Event.STEPPED);
        }

        @Override
        public void epochEnded(int epoch, Metrics mean) throws IOException {
            fail(Event.EPOCH_ENDED);
        }

        @Override
        public void settled(TrainingLoop loop) throws IOException {
            fail(Event.SETTLED);
        }

        @Override
        public void save(State state) throws IOException {
            fail(Event.SAVE);
        }

        @Override
        public void ended() throws IOException {
            fail(Event.ENDED);
        }
    }

    /** Weights that the last update of an epoch spoils, while its loss is still finite. */
    @Test
    void nothingThatOutlivesTheProcessIsWrittenOfSpoiltWeights() throws IOException {
        Map<String, byte[]> before = new TreeMap<>();
        TrainingListener keeper = new TrainingListener() {
            @Override
            public void settled(TrainingLoop loop) throws IOException {
                if (loop.epoch() == 2 && loop.position() == 0) {
                    before.putAll(models());
                }
            }
        };
        try (Gan gan = gan(3)) {
            assertThrows(
                    DivergedException.class,
                    () -> training(gan, keeper, spoiling(gan, 10, 1)).build().run());
        }
        assertEquals(
                Set.of("model.zip", "generator.zip", "generator-learning.zip", "discriminator.zip"), before.keySet());
        Map<String, byte[]> after = models();
        before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
        assertTrue(Files.notExists(run.samples().resolve("fake_images-2.png")));
        assertEquals(List.of("step-0000000000", "step-0000000005"), checkpoints());
    }

    private Map<String, byte[]> models() throws IOException {
        Map<String, byte[]> models = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run.path(), 2)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".zip")).toList()) {
                models.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return models;
    }

    @Test
    void anInterruptStopsAsCtrlCDoes() throws Exception {
        for (long step : new long[] {1, 3, 5, 6, 14}) {
            messages.clear();
            run = RunDirectory.create(directory.resolve("interrupted" + step));
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try (Gan gan = gan(3)) {
                CountDownLatch reached = new CountDownLatch(1);
                TrainingListener pausing = new TrainingListener() {
                    @Override
                    public void stepped(TrainingStep made) throws IOException {
                        if (made.step() == step) {
                            reached.countDown();
                            // Long enough for the interrupt to arrive; file operations follow.
                            LockSupport.parkNanos(200_000_000L);
                        }
                    }
                };
                Future<Throwable> training = executor.submit(() -> {
                    try {
                        training(gan, pausing).build().run();
                        return null;
                    } catch (TrainingInterruptedException e) {
                        assertTrue(Thread.currentThread().isInterrupted());
                        return e;
                    }
                });
                reached.await();
                executor.shutdownNow();
                assertTrue(training.get() instanceof TrainingInterruptedException, "step " + step);
            }
            assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run));
            assertTrue(Files.exists(run.checkpoints().file(step)), checkpoints().toString());
            try (Gan gan = gan(3)) {
                assertTrue(training(gan).build().run());
            }
        }
    }

    @Test
    void aThreadThatIsInterruptedBeforeStopsAtOnce() throws IOException {
        try (Gan gan = gan(3)) {
            Thread.currentThread().interrupt();
            assertThrows(
                    TrainingInterruptedException.class,
                    () -> training(gan).build().run());
            assertTrue(Thread.interrupted());
        }
        assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run));
    }

    @Test
    void fewerEpochsThanAreDoneAreRefusedBeforeAnythingIsWritten() throws IOException {
        try (Gan gan = gan(3)) {
            training(gan).build().run();
        }
        Map<Path, byte[]> before = everything();
        for (int epochs = 1; epochs <= 2; epochs++) {
            try (Gan gan = gan(epochs)) {
                InvalidDataException refusal = assertThrows(
                        InvalidDataException.class, () -> training(gan).build().run());
                assertTrue(refusal.getMessage().contains("trained for 3 epochs"), refusal.getMessage());
            }
        }
        try (Gan gan = new Gan(gan(3).config(), new ImageSpec(IMAGES.shape(), List.of("a", "b")))) {
            ImageDataset renamed = renamed(IMAGES);
            InvalidDataException refusal = assertThrows(
                    InvalidDataException.class,
                    () -> TrainingRun.builder(gan, renamed, run).build().run());
            assertTrue(refusal.getMessage().contains("labels have changed"), refusal.getMessage());
        }
        Map<Path, byte[]> after = everything();
        assertEquals(before.keySet(), after.keySet());
        before.forEach((file, bytes) -> assertArrayEquals(bytes, after.get(file), file.toString()));
    }

    /** Class folders with new names in the same order: equal images and indices. */
    private static ImageDataset renamed(ImageDataset images) {
        byte[] pixels = new byte[images.size() * images.shape().size()];
        int[] labels = new int[images.size()];
        for (int i = 0; i < images.size(); i++) {
            images.copyPixels(i, pixels, i * images.shape().size());
            labels[i] = images.label(i);
        }
        List<String> names =
                images.labelNames().stream().map(name -> "class " + name).toList();
        return ImageDataset.of(images.name(), images.shape(), pixels, labels, names);
    }

    private Map<Path, byte[]> everything() throws IOException {
        Map<Path, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(file, Files.readAllBytes(file));
            }
        }
        return content;
    }

    @Test
    void aModelWithoutACheckpointIsNotTrainedOver() throws IOException {
        try (Gan gan = gan(1)) {
            training(gan).build().run();
        }
        for (String name : checkpoints()) {
            Files.delete(run.checkpoints().path().resolve(name + ".safetensors"));
        }
        byte[] model = Files.readAllBytes(run.model());
        try (Gan gan = gan(1)) {
            InvalidDataException refusal = assertThrows(
                    InvalidDataException.class, () -> training(gan).build().run());
            assertTrue(refusal.getMessage().contains("no checkpoint"), refusal.getMessage());
        }
        assertArrayEquals(model, Files.readAllBytes(run.model()));
    }

    @Test
    void aRunThatIsMovedWhileItTrainsLeavesNothingAtItsOldPlace() throws IOException {
        Path moved = directory.resolve("moved");
        for (int step = 1; step <= 6; step++) {
            run = RunDirectory.create(directory.resolve("run" + step));
            int when = step;
            TrainingListener mover = new TrainingListener() {
                @Override
                public void stepped(TrainingStep made) throws IOException {
                    if (made.step() == when) {
                        Files.move(run.path(), moved);
                    }
                }
            };
            try (Gan gan = gan(2)) {
                RunMovedException failure = assertThrows(
                        RunMovedException.class,
                        () -> training(gan, mover).build().run());
                assertEquals(run.path().toString(), failure.getFile());
            }
            assertTrue(Files.notExists(run.path()), "step " + step);
            run = new RunDirectory(moved);
            assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run));
            try (Gan gan = gan(2)) {
                assertTrue(training(gan).build().run());
            }
            Files.move(moved, directory.resolve("done" + step));
        }
    }

    @Test
    void anotherLearningRateIsTakenOverAndRecorded() throws IOException {
        try (Gan gan = gan(2)) {
            training(gan).record("note", "first").build().run();
        }
        for (int i = 0; i < 2; i++) {
            GanConfig slower = GanConfig.builder()
                    .latent(3)
                    .hidden(4)
                    .batchSize(8)
                    .epochs(3 + i)
                    .learningRate(gan(1).config().learningRate() / 8)
                    .build();
            try (Gan gan = new Gan(slower, ImageSpec.of(IMAGES))) {
                assertTrue(training(gan).record("note", "second").build().run());
                State optimizer = Checkpoint.read(run.checkpoints().file(15 + 5 * i))
                        .in("trainer")
                        .in("generator");
                assertEquals(gan.config().learningRate(), optimizer.number("learning rate"), 1e-12);
            }
        }
        var changes = RunRecord.read(run.config()).get("changes");
        List<String> told = new ArrayList<>();
        changes.forEach(change -> told.add(change.path("step").asInt() + " "
                + change.path("setting").asText() + " " + change.path("to").asText()));
        assertEquals(List.of("10 learningRate 2.5E-5", "10 epochs 3", "10 note second", "15 epochs 4"), told);
    }

    @Test
    void anotherMachineIsToldAndRecorded() throws IOException {
        try (Gan gan = gan(1)) {
            training(gan).build().run();
        }
        String record = Files.readString(run.config());
        String other = record.replaceFirst("(\"gen4j.threads\" : \")\\d+", "$199");
        assertFalse(record.equals(other), record);
        Files.writeString(run.config(), other);
        try (Gan gan = gan(2)) {
            training(gan).build().run();
        }
        assertEquals(1, messages.size(), messages::toString);
        assertTrue(messages.get(0).matches("from step 6 on, this run has gen4j.threads \\d+ instead of 99: .*"));
        assertTrue(Files.readString(run.config()).contains("\"from\" : \"99\""));
        try (Gan gan = gan(3)) {
            training(gan).build().run();
        }
        assertEquals(1, messages.size(), "told once");
    }

    @Test
    void anotherLibraryOfMatrixProductsIsTold() throws IOException {
        try (Gan gan = gan(1)) {
            training(gan).build().run();
        }
        String record = Files.readString(run.config());
        Files.writeString(run.config(), record.replaceFirst(",\\s*\"GEN_BLAS\" : \"openblas\"", ""));
        try (Gan gan = gan(2)) {
            training(gan).build().run();
        }
        assertEquals(List.of(), messages, "a record that names none means OpenBLAS");
        String other = record.replace("\"GEN_BLAS\" : \"openblas\"", "\"GEN_BLAS\" : \"onednn\"");
        assertFalse(record.equals(other), record);
        Files.writeString(run.config(), other);
        try (Gan gan = gan(3)) {
            training(gan).build().run();
        }
        assertTrue(messages.get(0).contains("this run has GEN_BLAS openblas instead of onednn: "), messages.toString());
    }

    @Test
    void aNewestCheckpointThatCannotBeReadIsPassedOver() throws IOException {
        try (Gan gan = gan(2)) {
            training(gan).build().run();
        }
        Path newest = run.checkpoints().file(10);
        Files.delete(newest);
        Files.createDirectory(newest); // reading it is an error of the system
        try (Gan gan = gan(2)) {
            assertThrows(IOException.class, () -> training(gan).build().run(), "it cannot be replaced either");
        }
        assertTrue(messages.get(0).startsWith("passed over: "), messages.toString());
        Files.delete(newest);
        try (Gan gan = gan(2)) {
            assertTrue(training(gan)
                    .checkpoints(new CheckpointPolicy(1, 0, 1))
                    .build()
                    .run());
        }
    }

    @Test
    void aDamagedNewestCheckpointDoesNotCrowdOutNewOnes() throws IOException {
        try (Gan gan = gan(3)) {
            training(gan).build().run();
        }
        Files.writeString(run.checkpoints().file(15), "damaged");
        Files.writeString(run.checkpoints().file(10), "damaged");
        try (Gan gan = gan(3)) {
            TrainingRun[] stopping = new TrainingRun[1];
            TrainingListener stop = new TrainingListener() {
                @Override
                public void stepped(TrainingStep step) {
                    stopping[0].stop();
                }
            };
            stopping[0] = training(gan, stop)
                    .checkpoints(new CheckpointPolicy(1, 0, 1))
                    .build();
            assertFalse(stopping[0].run());
        }
        assertTrue(Files.exists(run.checkpoints().file(6)), checkpoints().toString());
    }

    @Test
    void ofShortEpochsFewAreWritten() throws IOException {
        GanConfig config = GanConfig.builder()
                .latent(3)
                .hidden(4)
                .batchSize(64)
                .epochs(120)
                .build();
        try (Gan gan = new Gan(config, ImageSpec.of(IMAGES))) {
            assertTrue(training(gan).build().run());
        }
        try (Stream<Path> pictures = Files.list(run.samples())) {
            assertEquals(
                    13,
                    pictures.filter(file -> file.toString().contains("fake")).count());
        }
        assertEquals(121, Files.readAllLines(run.metrics()).size());
        assertEquals(List.of("step-0000000050", "step-0000000100", "step-0000000120"), checkpoints());
    }

    private List<String> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(run.checkpoints().path())) {
            return files.map(file -> file.getFileName().toString().replace(".safetensors", ""))
                    .sorted()
                    .toList();
        }
    }
}
