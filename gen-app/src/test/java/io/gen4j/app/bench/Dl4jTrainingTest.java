package io.gen4j.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.cgan.ConditionalGan;
import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.dcgan.Dcgan;
import io.gen4j.gan.Gan;
import io.gen4j.vae.Autoencoder;
import io.gen4j.vae.Vae;
import java.io.IOException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of equal losses: with the same weights, batches and noise, our layers and DL4J's agree over 100 steps, up to
 * rounding.
 */
class Dl4jTrainingTest {

    private static final int STEPS = 100;
    private static final int BATCH = 10;

    /** The relative tolerance. */
    private static final double TOLERANCE = 1e-5;

    /** The tolerance with batch normalisation, where rounding can move numbers across a leaky ReLU's kink. */
    private static final double TOLERANCE_WITH_KINKS = 1e-3;

    private static ImageDataset digits(int side) {
        return SyntheticDigits.draw(BATCH * 20, 7).resized(side);
    }

    static Stream<Function<ImageSpec, GenerativeModel>> models() {
        return Stream.of(
                spec -> Vae.builder(spec).latent(4).hidden(24).batchSize(BATCH).build(),
                spec -> Autoencoder.builder(spec)
                        .latent(4)
                        .hidden(24)
                        .batchSize(BATCH)
                        .build(),
                spec -> Gan.builder(spec).latent(6).hidden(24).batchSize(BATCH).build(),
                // Each implementation draws its dropout in its own way.
                spec -> ConditionalGan.builder(spec)
                        .latent(6)
                        .hidden(16)
                        .dropout(0)
                        .batchSize(BATCH)
                        .build(),
                spec -> Dcgan.builder(spec)
                        .latent(6)
                        .features(4)
                        .batchSize(BATCH)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("models")
    void findsTheLossesOfOurTrainer(Function<ImageSpec, GenerativeModel> builder) throws IOException {
        compare(builder, STEPS);
    }

    /**
     * So many channels and images that the convolutions are Winograd's. Adam's first updates double the rounding errors at
     * each step here; those of direct sums grow as fast.
     */
    @Test
    void findsTheLossesOfWinogradsConvolutions() throws IOException {
        compare(
                spec -> Dcgan.builder(spec)
                        .latent(6)
                        .features(128)
                        .batchSize(32)
                        .build(),
                4);
    }

    private static void compare(Function<ImageSpec, GenerativeModel> builder, int steps) throws IOException {
        ImageDataset images = digits(16);
        try (GenerativeModel model = builder.apply(ImageSpec.of(images))) {
            Dl4jTraining stock = Dl4jTraining.of(model);
            try (Trainer trainer = model.newTrainer()) {
                int step = 0;
                for (int epoch = 1; step < steps; epoch++) {
                    Batches batches =
                            new Batches(images, model.config().batchSize(), model.pixelRange(), 1, LastBatch.DROP);
                    try (BatchIterator iterator = batches.epoch(epoch, 0)) {
                        while (iterator.hasNext() && step < steps) {
                            compare(iterator.next(), trainer, stock, ++step);
                        }
                    }
                }
            }
        }
    }

    private static void compare(Batch batch, Trainer trainer, Dl4jTraining stock, int step) {
        Metrics theirs = stock.step(batch);
        Metrics ours = trainer.step(batch);
        double tolerance = trainer.model() instanceof Dcgan ? TOLERANCE_WITH_KINKS : TOLERANCE;
        for (String name : theirs.names()) {
            double expected = theirs.value(name);
            assertEquals(expected, ours.value(name), tolerance * Math.abs(expected), name + " of step " + step);
        }
    }
}
