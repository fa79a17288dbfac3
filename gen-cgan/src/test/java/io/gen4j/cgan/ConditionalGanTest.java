package io.gen4j.cgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ConditionalModel;
import io.gen4j.ImageSpec;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.persist.ModelFile;
import io.gen4j.random.RandomStreams;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConditionalGanTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(200, 1);
    private static final int N = 20;

    private static ConditionalGanConfig config(double dropout) {
        return ConditionalGanConfig.builder()
                .latent(6)
                .embedding(3)
                .hidden(8)
                .dropout(dropout)
                .batchSize(N)
                .epochs(2)
                .build();
    }

    /** -log D(x, y) - log(1 - D(G(z, y'), y')), with both networks run by DL4J's own layers. */
    @Test
    void reportsTheLossOfTheFirstUpdate() {
        try (ConditionalGan gan = new ConditionalGan(config(0), ImageSpec.MNIST);
                Trainer trainer = gan.newTrainer();
                INDArray z = Nd4j.create(DataType.FLOAT, N, 6)) {
            Batch batch = new Batches(DIGITS, N, PixelRange.SIGNED, 1, LastBatch.DROP).first(N);
            RandomStreams random = new RandomStreams(42);
            Latents.fillNormal(z, random.stream("discriminator noise", 1));
            INDArray drawn = oneHot(
                    random.stream("discriminator labels", 1).ints(N, 0, 10).toArray());
            ComputationGraph generator = gan.networks().get("generator");
            ComputationGraph discriminator = gan.networks().get("discriminator");
            INDArray real = discriminator.output(batch.images(), oneHot(batch.labels()))[0];
            INDArray fake = discriminator.output(generator.output(z, drawn)[0], drawn)[0];
            double loss = 0;
            for (int i = 0; i < N; i++) {
                loss -= (Math.log(real.getDouble(i)) + Math.log(1 - fake.getDouble(i))) / N;
            }
            assertEquals(loss, trainer.step(batch).value("d_loss_nats"), 1e-5);
        }
    }

    /** The same for the other ways of the label; batch normalisation as in training. */
    @ParameterizedTest
    @CsvSource({
        "NORMALIZATION, INPUT, false",
        "INPUT, PROJECTION, false",
        "NORMALIZATION, PROJECTION, false",
        "INPUT, PROJECTION, true"
    })
    void takesTheLabelInOtherWays(GeneratorLabel inGenerator, DiscriminatorLabel inDiscriminator, boolean deviation) {
        ConditionalGanConfig config = ConditionalGanConfig.builder()
                .latent(6)
                .embedding(3)
                .hidden(8)
                .dropout(0)
                .generatorLabel(inGenerator)
                .discriminatorLabel(inDiscriminator)
                .adversarial(
                        AdversarialConfig.builder().minibatchStddev(deviation).build())
                .build();
        try (ConditionalGan gan = new ConditionalGan(config, ImageSpec.MNIST);
                Trainer trainer = gan.newTrainer()) {
            Batch batch = new Batches(DIGITS, N, PixelRange.SIGNED, 1, LastBatch.DROP).first(N);
            RandomStreams random = new RandomStreams(42);
            INDArray z = Nd4j.create(DataType.FLOAT, N, 6);
            Latents.fillNormal(z, random.stream("discriminator noise", 1));
            INDArray drawn = oneHot(
                    random.stream("discriminator labels", 1).ints(N, 0, 10).toArray());
            INDArray fakes = gan.generatorGraph()
                    .feedForward(new INDArray[] {z, drawn}, true, false)
                    .get("output");
            INDArray real = probabilities(gan, deviation, batch.images(), oneHot(batch.labels()));
            INDArray fake = probabilities(gan, deviation, fakes, drawn);
            double loss = 0;
            for (int i = 0; i < N; i++) {
                loss -= (Math.log(real.getDouble(i)) + Math.log(1 - fake.getDouble(i))) / N;
            }
            assertEquals(loss, trainer.step(batch).value("d_loss_nats"), 1e-4);
        }
    }

    /** -log D(x, y) - log(1 - D(x, y'')) / 2 - log(1 - D(G(z, y'), y')) / 2, where y'' is never y. */
    @Test
    void showsRealImagesWithWrongLabelsAsFakes() {
        ConditionalGanConfig config = ConditionalGanConfig.builder()
                .latent(6)
                .embedding(3)
                .hidden(8)
                .dropout(0)
                .adversarial(AdversarialConfig.builder().matchingAware(true).build())
                .build();
        try (ConditionalGan gan = new ConditionalGan(config, ImageSpec.MNIST);
                Trainer trainer = gan.newTrainer()) {
            Batch batch = new Batches(DIGITS, N, PixelRange.SIGNED, 1, LastBatch.DROP).first(N);
            RandomStreams random = new RandomStreams(42);
            INDArray z = Nd4j.create(DataType.FLOAT, N, 6);
            Latents.fillNormal(z, random.stream("discriminator noise", 1));
            INDArray drawn = oneHot(
                    random.stream("discriminator labels", 1).ints(N, 0, 10).toArray());
            RandomGenerator stream = random.stream("wrong labels", 1);
            int[] wrong = Arrays.stream(batch.labels())
                    .map(label -> (label + 1 + stream.nextInt(9)) % 10)
                    .toArray();
            INDArray real = gan.discriminatorGraph().output(batch.images(), oneHot(batch.labels()))[0];
            INDArray mismatched = gan.discriminatorGraph().output(batch.images(), oneHot(wrong))[0];
            INDArray fake = gan.discriminatorGraph().output(gan.generatorGraph().output(z, drawn)[0], drawn)[0];
            double loss = 0;
            for (int i = 0; i < N; i++) {
                assertNotEquals(batch.labels()[i], wrong[i]);
                loss -= Math.log(real.getDouble(i)) / N;
                loss -= (Math.log(1 - mismatched.getDouble(i)) + Math.log(1 - fake.getDouble(i))) / 2 / N;
            }
            Metrics metrics = trainer.step(batch);
            assertEquals(loss, metrics.value("d_loss_nats"), 1e-5);
            assertEquals(fake.meanNumber().doubleValue(), metrics.value("d_fake"), 1e-5);
        }
    }

    @Test
    void refusesToPackImagesOfDifferentLabels() {
        AdversarialConfig packing = AdversarialConfig.builder().packing(2).build();
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ConditionalGanConfig.builder()
                                .adversarial(packing)
                                .build())
                .getMessage();
        assertTrue(message.startsWith("packing is 2"), message);
    }

    private static INDArray probabilities(ConditionalGan gan, boolean deviation, INDArray images, INDArray labels) {
        ComputationGraph discriminator = gan.discriminatorGraph();
        if (!deviation) {
            return discriminator.output(images, labels)[0];
        }
        INDArray nothing = Nd4j.zeros(DataType.FLOAT, N, 1);
        INDArray features = discriminator
                .feedForward(new INDArray[] {images, labels, nothing}, false)
                .get("hidden3");
        INDArray deviations = Nd4j.math().sqrt(features.var(false, 0).add(1e-8));
        return discriminator.output(images, labels, nothing.add(deviations.meanNumber()))[0];
    }

    /** One-hot weights are labels. Halfway, the embeddings are mixed, as DL4J's dense layer does with soft labels. */
    @ParameterizedTest
    @EnumSource
    void drawsBetweenLabels(GeneratorLabel inGenerator) {
        try (ConditionalGan gan = ConditionalGan.builder()
                .latent(6)
                .hidden(8)
                .generatorLabel(inGenerator)
                .build()) {
            INDArray latent = Latents.normal(1, 6, 1);
            INDArray way = gan.betweenLabels(latent, "3", "8", 5);
            assertTrue(gan.generate(latent, new int[] {3}).reshape(784).equalsWithEps(way.getRow(0), 1e-5));
            assertTrue(gan.generate(latent, new int[] {8}).reshape(784).equalsWithEps(way.getRow(4), 1e-5));
            INDArray mixed = Nd4j.zeros(DataType.FLOAT, 1, 10);
            mixed.putScalar(0, 3, 0.5);
            mixed.putScalar(0, 8, 0.5);
            assertTrue(gan.generateMixed(latent, mixed).reshape(784).equalsWithEps(way.getRow(2), 1e-6));
            assertNotEquals(way.getRow(0), way.getRow(2));
            assertThrows(IllegalArgumentException.class, () -> gan.betweenLabels(latent, "3", "10", 5));
        }
    }

    @Test
    void drawsOneImageOfALabelAsAPicture() {
        try (ConditionalGan gan = ConditionalGan.builder().hidden(8).build();
                INDArray image = gan.sample("8", 1, 3)) {
            BufferedImage picture = gan.draw("8", 3);
            assertEquals(28, picture.getWidth());
            int pixel = PixelRange.SIGNED.toPixel(image.getFloat(0, 28 * 5 + 4)) & 0xff;
            assertEquals(pixel, picture.getRaster().getSample(4, 5, 0));
            assertEquals(pixel, gan.pictures(image).get(0).getRaster().getSample(4, 5, 0));
        }
    }

    @Test
    void givesTheSameNumbersForTheSameSeed() throws IOException {
        assertArrayEquals(trainedSample(), trainedSample());
    }

    @Test
    void givesTheSameImagesAfterSavingAndLoading(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.zip");
        try (ConditionalGan gan = new ConditionalGan(config(0.4), ImageSpec.MNIST);
                INDArray images = gan.sample("8", 5, 7)) {
            gan.save(file);
            try (ConditionalModel loaded = ModelFile.load(file, ConditionalModel.class);
                    INDArray again = loaded.sample("8", 5, 7);
                    INDArray other = loaded.sample("3", 5, 7)) {
                assertArrayEquals(images.toFloatMatrix(), again.toFloatMatrix());
                assertTrue(!images.equals(other), "the label makes a difference");
            }
        }
    }

    @Test
    void namesTheLabelsThatThereAre() {
        try (ConditionalGan gan = new ConditionalGan(config(0.4), ImageSpec.MNIST)) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> gan.sample("ten", 1, 1));
            assertTrue(refusal.getMessage().contains("\"ten\"")
                    && refusal.getMessage().contains("0, 1, 2"));
        }
    }

    @Test
    void needsLabels() {
        ImageSpec unlabelled = new ImageSpec(new ImageShape(1, 4, 4), List.of());
        assertThrows(IllegalArgumentException.class, () -> new ConditionalGan(config(0.4), unlabelled));
    }

    private static INDArray oneHot(int[] labels) {
        INDArray result = Nd4j.zeros(DataType.FLOAT, labels.length, 10);
        for (int i = 0; i < labels.length; i++) {
            result.putScalar(i, labels[i], 1);
        }
        return result;
    }

    private static float[][] trainedSample() throws IOException {
        try (ConditionalGan gan = new ConditionalGan(config(0.4), ImageSpec.MNIST)) {
            gan.fit(DIGITS);
            try (INDArray images = gan.sample(10)) {
                return images.toFloatMatrix();
            }
        }
    }
}
