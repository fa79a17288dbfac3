package io.gen4j.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.TrainingStep;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.persist.ModelFile;
import io.gen4j.random.RandomStreams;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.TrainingListeners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GanTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(200, 1);
    private static final GanConfig SMALL =
            GanConfig.builder().latent(6).hidden(16).batchSize(20).epochs(2).build();

    /** -log D(x) - log(1 - D(G(z))), with both networks run by DL4J's own layers. */
    @Test
    void reportsTheLossOfTheFirstUpdate() {
        try (Gan gan = new Gan(SMALL, ImageSpec.MNIST);
                Trainer trainer = gan.newTrainer();
                INDArray z = Nd4j.create(DataType.FLOAT, 20, 6)) {
            Batch batch = new Batches(DIGITS, 20, PixelRange.SIGNED, 1, LastBatch.DROP).first(20);
            Latents.fillNormal(z, new RandomStreams(SMALL.seed()).stream("discriminator noise", 1));
            INDArray real = gan.discriminatorGraph().output(batch.images())[0];
            INDArray fake = gan.discriminatorGraph().output(gan.generatorGraph().output(z)[0])[0];
            double loss = 0;
            for (int i = 0; i < 20; i++) {
                loss -= (Math.log(real.getDouble(i)) + Math.log(1 - fake.getDouble(i))) / 20;
            }
            double realMean = real.meanNumber().doubleValue();
            double fakeMean = fake.meanNumber().doubleValue();
            Metrics metrics = trainer.step(batch);
            assertEquals(loss, metrics.value("d_loss_nats"), 1e-5);
            assertEquals(realMean, metrics.value("d_real"), 1e-5);
            assertEquals(fakeMean, metrics.value("d_fake"), 1e-5);
        }
    }

    /** The generator normalises batches in training, and by running statistics when it draws. */
    @Test
    void theGeneratorNormalisesItsHiddenLayers() {
        GanConfig config =
                GanConfig.builder().latent(6).hidden(8).generatorBatchNorm(true).build();
        try (Gan gan = new Gan(config, ImageSpec.MNIST);
                Trainer trainer = gan.newTrainer();
                INDArray z = Nd4j.create(DataType.FLOAT, 20, 6)) {
            Batch batch = new Batches(DIGITS, 20, PixelRange.SIGNED, 1, LastBatch.DROP).first(20);
            Latents.fillNormal(z, new RandomStreams(config.seed()).stream("discriminator noise", 1));
            INDArray fakes = gan.generatorGraph()
                    .feedForward(new INDArray[] {z}, true, false)
                    .get("output");
            double expected =
                    gan.discriminatorGraph().output(fakes)[0].meanNumber().doubleValue();
            assertEquals(expected, trainer.step(batch).value("d_fake"), 1e-5);
            INDArray latents = Latents.normal(5, 6, 1);
            assertTrue(gan.generatorGraph().output(latents)[0].equalsWithEps(gan.generate(latents), 1e-5));
        }
    }

    /** The discriminator judges ten pairs of real images, then ten pairs of fake ones. */
    @Test
    void judgesImagesInPacks() {
        GanConfig config = GanConfig.builder()
                .latent(6)
                .hidden(8)
                .adversarial(AdversarialConfig.builder().packing(2).build())
                .build();
        try (Gan gan = new Gan(config, ImageSpec.MNIST);
                Trainer trainer = gan.newTrainer();
                INDArray z = Nd4j.create(DataType.FLOAT, 20, 6)) {
            Batch batch = new Batches(DIGITS, 20, PixelRange.SIGNED, 1, LastBatch.DROP).first(20);
            Latents.fillNormal(z, new RandomStreams(config.seed()).stream("discriminator noise", 1));
            INDArray fakes = gan.generatorGraph().output(z)[0];
            INDArray real = gan.discriminatorGraph().output(batch.images().reshape(10, 2 * 784))[0];
            INDArray fake = gan.discriminatorGraph().output(fakes.reshape(10, 2 * 784))[0];
            double loss = 0;
            for (int i = 0; i < 10; i++) {
                loss -= (Math.log(real.getDouble(i)) + Math.log(1 - fake.getDouble(i))) / 10;
            }
            Metrics metrics = trainer.step(batch);
            assertEquals(loss, metrics.value("d_loss_nats"), 1e-5);
            assertTrue(Double.isFinite(metrics.value("g_loss_nats")));
        }
    }

    @Test
    void hasNoLabelsToMismatch() {
        AdversarialConfig matching =
                AdversarialConfig.builder().matchingAware(true).build();
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> GanConfig.builder().adversarial(matching).build())
                .getMessage();
        assertTrue(message.startsWith("matching aware is true"), message);
    }

    @Test
    void givesTheSameNumbersForTheSameSeed() throws IOException {
        assertArrayEquals(trainedSample(), trainedSample());
    }

    @Test
    void givesTheSameImagesAfterSavingAndLoading(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.zip");
        try (Gan gan = new Gan(SMALL, ImageSpec.MNIST);
                INDArray images = gan.sample(300, 7)) {
            gan.save(file);
            try (GenerativeModel loaded = ModelFile.load(file, Gan.class);
                    INDArray again = loaded.sample(300, 7)) {
                assertArrayEquals(images.toFloatMatrix(), again.toFloatMatrix());
            }
            assertTrue(
                    images.minNumber().floatValue() >= -1 && images.maxNumber().floatValue() <= 1);
        }
    }

    @Test
    void stepsAreMadeWhenTheyAreAskedForAndComeToTheSame() throws IOException {
        try (Gan gan = new Gan(SMALL, ImageSpec.MNIST)) {
            float[][] untrained = sample(gan);
            try (Stream<TrainingStep> steps = gan.steps(DIGITS.limit(50))) {
                assertArrayEquals(untrained, sample(gan));
                List<TrainingStep> made = steps.toList();
                assertEquals(
                        List.of("1 20", "1 20", "1 10", "2 20", "2 20", "2 10"),
                        made.stream()
                                .map(step -> step.epoch() + " " + step.images())
                                .toList());
                assertEquals(6, made.get(5).step());
            }
            try (Gan fitted = new Gan(SMALL, ImageSpec.MNIST)) {
                fitted.fit(DIGITS.limit(50));
                assertArrayEquals(sample(fitted), sample(gan));
            }
        }
    }

    @Test
    void aTrainingLeavesItsRecord(@TempDir Path directory) throws IOException {
        RunDirectory run = RunDirectory.create(directory.resolve("run"));
        try (Gan gan = Gan.builder(ImageSpec.of(DIGITS)).hidden(16).epochs(1).build()) {
            gan.fit(
                    DIGITS,
                    TrainingListeners.recording(gan, run, gan.batches(DIGITS).first(9)));
            try (Gan loaded = Gan.load(run.model())) {
                assertArrayEquals(sample(gan), sample(loaded));
            }
        }
        assertTrue(Files.isRegularFile(run.samples().resolve("fake_images-1.png")));
        assertTrue(Files.isRegularFile(run.network("discriminator")));
        assertTrue(Files.size(run.metrics()) > 0);
    }

    private static float[][] sample(Gan gan) {
        try (INDArray images = gan.sample(2)) {
            return images.toFloatMatrix();
        }
    }

    private static float[][] trainedSample() throws IOException {
        try (Gan gan = new Gan(SMALL, ImageSpec.MNIST)) {
            gan.fit(DIGITS);
            try (INDArray images = gan.sample(2)) {
                return images.toFloatMatrix();
            }
        }
    }
}
