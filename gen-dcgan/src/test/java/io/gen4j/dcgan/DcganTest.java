package io.gen4j.dcgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.persist.ModelFile;
import io.gen4j.random.RandomStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DcganTest {

    private static final ImageDataset DIGITS = SyntheticDigits.draw(60, 1);
    private static final DcganConfig SMALL =
            DcganConfig.builder().latent(6).features(4).batchSize(20).epochs(2).build();

    /** As published: 3,576,704 and 2,765,568 weights, with 1,920 and 1,792 more of batch normalisation. */
    @Test
    void hasThePublishedLayersAtThePublishedSize() {
        try (Dcgan dcgan = new Dcgan(DcganConfig.DEFAULTS, new ImageSpec(new ImageShape(3, 64, 64), List.of()))) {
            ComputationGraph generator = dcgan.networks().get("generator");
            ComputationGraph discriminator = dcgan.networks().get("discriminator");
            assertArrayEquals(
                    new long[] {100, 512, 4, 4},
                    generator.getLayer("project").getParam("W").shape());
            assertArrayEquals(
                    new long[] {512, 256, 4, 4},
                    generator.getLayer("up1").getParam("W").shape());
            assertArrayEquals(
                    new long[] {64, 3, 4, 4},
                    generator.getLayer("output").getParam("W").shape());
            // Mean and variance count as parameters in DL4J.
            assertEquals(3_576_704 + 2 * 960, generator.numParams());
            assertEquals(2_765_568 + 2 * 896, discriminator.numParams());
        }
    }

    @ParameterizedTest
    @CsvSource({"1,16", "1,28", "1,32", "3,64", "1,128"})
    void drawsImagesOfEachSize(int channels, int side) {
        ImageSpec spec = new ImageSpec(new ImageShape(channels, side, side), List.of());
        try (Dcgan dcgan = new Dcgan(SMALL, spec);
                INDArray images = dcgan.sample(3, 1)) {
            assertArrayEquals(new long[] {3, (long) channels * side * side}, images.shape());
            INDArray latents = Latents.normal(3, 6, 1);
            INDArray expected = dcgan.networks().get("generator").output(latents)[0];
            assertTrue(expected.reshape(images.shape()).equalsWithEps(images, 1e-5), "differs from DL4J's own layers");
        }
    }

    @Test
    void refusesOtherSizes() {
        ImageSpec spec = new ImageSpec(new ImageShape(1, 30, 30), List.of());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Dcgan(SMALL, spec))
                .getMessage()
                .contains("30x30"));
    }

    @Test
    void startsFromSmallWeights() {
        try (Dcgan dcgan = new Dcgan(DcganConfig.builder().features(16).build(), ImageSpec.MNIST)) {
            INDArray weights = dcgan.networks().get("generator").getLayer("up1").getParam("W");
            INDArray gamma = dcgan.networks()
                    .get("generator")
                    .getLayer("projectNormalized")
                    .getParam("gamma");
            assertEquals(0, weights.meanNumber().doubleValue(), 1e-3);
            assertEquals(0.02, weights.stdNumber().doubleValue(), 1e-3);
            assertEquals(1, gamma.meanNumber().doubleValue(), 0.02);
            assertEquals(0.02, gamma.stdNumber().doubleValue(), 0.01);
        }
    }

    /** -log D(x) - log(1 - D(G(z))), the batches separateBatches, with both networks run by DL4J's own layers as in training. */
    @Test
    void reportsTheLossOfTheFirstUpdate() {
        try (Dcgan dcgan = new Dcgan(SMALL, ImageSpec.MNIST);
                Trainer trainer = dcgan.newTrainer();
                INDArray z = Nd4j.create(DataType.FLOAT, 20, 6)) {
            Batch batch = new Batches(DIGITS, 20, PixelRange.SIGNED, 1, LastBatch.DROP).first(20);
            Latents.fillNormal(z, new RandomStreams(SMALL.seed()).stream("discriminator noise", 1));
            INDArray fakes = output(dcgan, "generator", z);
            double loss = 0;
            for (int i = 0; i < 20; i++) {
                loss -= Math.log(output(dcgan, "discriminator", batch.images()).getDouble(i)) / 20;
                loss -= Math.log(1
                                - output(dcgan, "discriminator", fakes.reshape(20, 784))
                                        .getDouble(i))
                        / 20;
            }
            assertEquals(loss, trainer.step(batch).value("d_loss_nats"), 1e-4);
        }
    }

    private static INDArray output(Dcgan dcgan, String network, INDArray input) {
        return dcgan.networks()
                .get(network)
                .feedForward(new INDArray[] {input}, true, false)
                .get("output");
    }

    @Test
    void givesTheSameImagesAfterSavingAndLoading(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model.zip");
        try (Dcgan dcgan = new Dcgan(SMALL, ImageSpec.MNIST)) {
            dcgan.fit(DIGITS);
            dcgan.save(file);
            try (GenerativeModel loaded = ModelFile.load(file, Dcgan.class);
                    INDArray images = dcgan.sample(30, 7);
                    INDArray again = loaded.sample(30, 7)) {
                assertArrayEquals(images.toFloatMatrix(), again.toFloatMatrix());
            }
        }
    }

    /** What batch normalisation needs at the end is in the model: each image stands for itself. */
    @Test
    void anImageDoesNotDependOnTheOthersInItsBatch() throws IOException {
        try (Dcgan dcgan = new Dcgan(SMALL, ImageSpec.MNIST)) {
            dcgan.fit(DIGITS);
            INDArray latents = Latents.normal(5, 6, 3);
            INDArray together = dcgan.generate(latents);
            INDArray alone = dcgan.generate(latents.getRow(4, true));
            assertTrue(together.getRow(4, true).equalsWithEps(alone, 1e-6));
        }
    }

    @Test
    void aConditionalOneDrawsWhatItIsAskedFor(@TempDir Path directory) throws IOException {
        DcganConfig config = DcganConfig.conditionalBuilder()
                .latent(6)
                .features(4)
                .batchSize(20)
                .epochs(1)
                .build();
        Path file = directory.resolve("model.zip");
        try (ConditionalDcgan dcgan = new ConditionalDcgan(config, ImageSpec.MNIST);
                Trainer trainer = dcgan.newTrainer()) {
            Batch batch = new Batches(DIGITS, 20, PixelRange.SIGNED, 1, LastBatch.DROP).first(20);
            Metrics first = trainer.step(batch);
            assertTrue(Double.isFinite(first.value("g_loss_nats")));
            assertThrows(IllegalArgumentException.class, () -> dcgan.sample("ten", 1, 1));
            INDArray three = dcgan.sample("3", 2, 5);
            INDArray eight = dcgan.sample("8", 2, 5);
            assertTrue(three.sub(eight).amaxNumber().doubleValue() > 1e-3, "the label changes the image");
            dcgan.save(file);
            try (ConditionalDcgan loaded = ModelFile.load(file, ConditionalDcgan.class)) {
                assertArrayEquals(
                        eight.toFloatMatrix(), loaded.sample("8", 2, 5).toFloatMatrix());
            }
        }
    }

    @Test
    void aConditionalOneNeedsLabels() {
        DcganConfig config = DcganConfig.conditionalBuilder().build();
        ImageSpec unlabelled = new ImageSpec(new ImageShape(1, 28, 28), List.of());
        assertThrows(IllegalArgumentException.class, () -> new ConditionalDcgan(config, unlabelled));
    }
}
