package io.gen4j.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.CheckedTrainer;
import io.gen4j.DivergedException;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.TrainingInterruptedException;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.TrainingStep;
import io.gen4j.TrainingSteps;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way into a training checks the data, stops where numbers go bad, and can be interrupted. */
class TrainingDoorsTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(60, 1).resized(8);
    private static final ImageDataset LARGE = SyntheticDigits.draw(60, 1).resized(16);

    private final Gan gan = Gan.builder(ImageSpec.of(DIGITS))
            .hidden(16)
            .latent(4)
            .batchSize(10)
            .epochs(3)
            .build();

    @AfterEach
    void close() {
        Thread.interrupted();
        gan.close();
    }

    private interface Way {
        void train(ImageDataset images) throws IOException;
    }

    private List<Way> ways() {
        return List.of(
                gan::fit,
                images -> {
                    try (Stream<TrainingStep> steps = gan.steps(images)) {
                        steps.forEach(step -> {});
                    }
                },
                images -> {
                    try (Trainer trainer = gan.newTrainer();
                            Stream<TrainingStep> steps = TrainingSteps.of(trainer, gan.batches(images), 3)) {
                        steps.forEach(step -> {});
                    }
                },
                images -> {
                    try (Trainer trainer = gan.newTrainer()) {
                        new TrainingLoop(trainer, gan.batches(images), 3, List.of()).run();
                    }
                });
    }

    @Test
    void imagesOfAnotherShapeAreRefused() {
        for (Way way : ways()) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> way.train(LARGE));
            assertTrue(e.getMessage().contains("16x16") && e.getMessage().contains("8x8"), e.getMessage());
        }
    }

    @Test
    void anotherPixelRangeIsRefused() {
        Batches unit = new Batches(DIGITS, 10, PixelRange.UNIT, 1, LastBatch.KEEP);
        try (Trainer trainer = gan.newTrainer()) {
            assertThrows(IllegalArgumentException.class, () -> TrainingSteps.of(trainer, unit, 1));
            assertThrows(IllegalArgumentException.class, () -> new TrainingLoop(trainer, unit, 1, List.of()));
            TrainingLoop loop = new TrainingLoop(trainer, gan.batches(DIGITS), 1, List.of());
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> loop.evaluateOn(unit));
            assertTrue(e.getMessage().contains("UNIT"), e.getMessage());
        }
    }

    /** An implementation of another library's, which tells of itself what the interface forbids. */
    private record Unsound(int size, List<String> labelNames, ImageShape shape, String name) implements ImageDataset {
        @Override
        public int label(int index) {
            return DIGITS.label(index);
        }

        @Override
        public void copyPixels(int index, byte[] target, int offset) {
            DIGITS.copyPixels(index, target, offset);
        }

        @Override
        public String checksum() {
            return DIGITS.checksum();
        }

        @Override
        public ImageDataset limit(int count) {
            return this;
        }
    }

    @Test
    void dataThatBreaksItsContractIsRefusedByName() {
        List<String> names = DIGITS.labelNames();
        List<Unsound> wrong = List.of(
                new Unsound(0, names, DIGITS.shape(), "odd"),
                new Unsound(-1, names, DIGITS.shape(), "odd"),
                new Unsound(Integer.MIN_VALUE, names, DIGITS.shape(), "odd"),
                new Unsound(60, null, DIGITS.shape(), "odd"),
                new Unsound(60, names, null, "odd"),
                new Unsound(60, names, DIGITS.shape(), null));
        for (Way way : ways()) {
            for (Unsound data : wrong) {
                IllegalArgumentException e =
                        assertThrows(IllegalArgumentException.class, () -> way.train(data), data::toString);
                assertTrue(e.getMessage().matches("images .*: must .*|odd has .*: must .*"), e.getMessage());
            }
        }
    }

    @Test
    void aListenerThatIsNullIsNamed() {
        NullPointerException e = assertThrows(
                NullPointerException.class, () -> gan.fit(DIGITS, TrainingListener.onEpoch((epoch, mean) -> {}), null));
        assertEquals("listeners holds null at index 1", e.getMessage());
    }

    /** Such a batch reads no images, so its dataset is checked in their place. */
    @Test
    void batchesThatOnlyNameTheirImagesAreCheckedToo() throws IOException {
        Batches large = new Batches(LARGE, 10, PixelRange.SIGNED, 1, LastBatch.KEEP);
        Batches unit = new Batches(DIGITS, 10, PixelRange.UNIT, 1, LastBatch.KEEP);
        try (Trainer trainer = gan.newTrainer()) {
            for (Batches wrong : List.of(large, unit)) {
                try (BatchIterator batches = wrong.named(1, 0)) {
                    Batch batch = batches.next();
                    IllegalArgumentException e =
                            assertThrows(IllegalArgumentException.class, () -> trainer.step(batch));
                    assertTrue(e.getMessage().startsWith("the batch names images of another shape or range"));
                }
            }
            assertEquals(0, trainer.steps());
            try (BatchIterator batches = gan.batches(DIGITS).named(1, 0)) {
                trainer.step(batches.next());
            }
            assertEquals(1, trainer.steps());
        }
    }

    @Test
    void everyWayStopsAtWeightsThatAreNotFinite() {
        for (Way way : ways()) {
            gan.generatorGraph().params().putScalar(3, Float.POSITIVE_INFINITY);
            DivergedException e = assertThrows(DivergedException.class, () -> way.train(DIGITS));
            assertTrue(e.getMessage().startsWith("step "), e.getMessage());
        }
    }

    @Test
    void everyWayStopsAtTheFirstLossThatIsNotFinite() {
        for (Way way : ways()) {
            gan.discriminatorGraph().params().putScalar(3, Float.NaN);
            DivergedException e = assertThrows(DivergedException.class, () -> way.train(DIGITS));
            assertTrue(e.getMessage().startsWith("step 1: d_loss_nats is NaN"), e.getMessage());
        }
    }

    /** Makes a weight NaN in its sixth update, the last of an epoch, and has no loss that shows it. */
    private final class Spoiling extends CheckedTrainer {

        private long steps;

        @Override
        public GenerativeModel model() {
            return gan;
        }

        @Override
        public List<String> metricNames() {
            return List.of();
        }

        @Override
        public long steps() {
            return steps;
        }

        @Override
        protected Metrics update(Batch batch) {
            if (++steps == 6) {
                gan.generatorGraph().params().putScalar(3, Float.NaN);
            }
            return new Metrics(List.of());
        }

        @Override
        public void scaleLearningRate(double factor) {}

        @Override
        public void save(State state) {}

        @Override
        public void restore(State state) {}

        @Override
        protected void release() {}
    }

    @Test
    void anEpochsEndFindsSuchWeightsInStepsToo() {
        List<Integer> epochs = new ArrayList<>();
        try (Trainer trainer = new Spoiling();
                Stream<TrainingStep> steps = TrainingSteps.of(trainer, gan.batches(DIGITS), 3)) {
            DivergedException e =
                    assertThrows(DivergedException.class, () -> steps.forEach(step -> epochs.add(step.epoch())));
            assertTrue(e.getMessage().startsWith("step 6: the generator has weights"), e.getMessage());
        }
        assertEquals(List.of(1, 1, 1, 1, 1), epochs);
    }

    @Test
    void anEpochsEndFindsWeightsThatTheLossesDoNotShow() {
        List<Integer> epochs = new ArrayList<>();
        TrainingListener spoiling = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) {
                if (step.step() == 6) {
                    gan.generatorGraph().params().putScalar(3, Float.NaN);
                }
            }

            @Override
            public void epochEnded(int epoch, io.gen4j.Metrics mean) {
                epochs.add(epoch);
            }
        };
        DivergedException e = assertThrows(DivergedException.class, () -> gan.fit(DIGITS, spoiling));
        assertTrue(e.getMessage().startsWith("step 6: the generator has weights"), e.getMessage());
        assertEquals(List.of(), epochs);
    }

    @Test
    void countingTheStepsMakesThem() {
        double before = gan.generatorGraph().params().sumNumber().doubleValue();
        try (Stream<TrainingStep> steps = gan.steps(DIGITS)) {
            assertEquals(18, steps.count());
        }
        assertTrue(before != gan.generatorGraph().params().sumNumber().doubleValue(), "weights moved");
    }

    @Test
    void anInterruptedThreadStopsInEveryWay() {
        for (Way way : ways()) {
            Thread.currentThread().interrupt();
            TrainingInterruptedException e = assertThrows(TrainingInterruptedException.class, () -> way.train(DIGITS));
            assertTrue(e.getMessage().contains("epoch 1 after step 0"), e.getMessage());
            assertTrue(Thread.interrupted(), "still marked as interrupted");
        }
    }

    /** They can write files in the meantime, which Java refuses on a thread that is marked. */
    @Test
    void listenersSettleBeforeAnInterruptEndsTheTraining() {
        List<String> told = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) {
                if (step.step() == 8) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void settled(TrainingLoop loop) {
                if (loop.isStopRequested()) {
                    told.add("settled at " + loop.epoch() + "/" + loop.position() + " marked "
                            + Thread.currentThread().isInterrupted());
                }
            }

            @Override
            public void ended() {
                told.add("ended");
            }
        };
        assertThrows(TrainingInterruptedException.class, () -> gan.fit(DIGITS, listener));
        assertEquals(List.of("settled at 2/2 marked false", "ended"), told);
    }
}
