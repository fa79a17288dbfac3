package io.gen4j.dcgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialLoss;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.Tensor;
import io.gen4j.nn.Conditions;
import io.gen4j.persist.ModelFile;
import io.gen4j.random.RandomStreams;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A conditional DCGAN whose label enters by normalisation and by projection, against DL4J's own layers. */
class ConditionalDcganTest {

    private static final int N = 20;
    private static final ImageDataset DIGITS = SyntheticDigits.draw(60, 1);

    private static DcganConfig.Builder<DcganConfig> small() {
        return DcganConfig.conditionalBuilder()
                .latent(6)
                .features(4)
                .batchSize(N)
                .epochs(1)
                .discriminatorBatchNorm(false)
                .generatorLabel(GeneratorLabel.NORMALIZATION)
                .discriminatorLabel(DiscriminatorLabel.PROJECTION);
    }

    private static Batch batch() {
        return new Batches(DIGITS, N, PixelRange.SIGNED, 1, LastBatch.DROP).first(N);
    }

    private static INDArray oneHot(int[] labels) {
        INDArray none = Nd4j.zeros(DataType.FLOAT, labels.length, 1);
        return Conditions.join(none, labels, 10)
                .get(NDArrayIndex.all(), NDArrayIndex.interval(1, 11))
                .dup();
    }

    private static INDArray output(ComputationGraph graph, String vertex, INDArray... inputs) {
        return graph.feedForward(inputs, true, false).get(vertex);
    }

    /** max(0, 1 - D(x, l)) + max(0, 1 + D(G(z, l'), l')), both networks run by DL4J as in training. */
    @ParameterizedTest
    @CsvSource({"false, false, 0", "true, false, 0", "true, true, 0", "false, false, 2", "false, false, -1"})
    void reportsTheLossOfTheFirstUpdate(boolean batchNorm, boolean deviation, int convolutions) {
        DcganConfig config = small().discriminatorBatchNorm(batchNorm)
                .residual(convolutions < 0)
                .discriminatorConvolutions(Math.max(0, convolutions))
                .adversarial(AdversarialConfig.builder()
                        .loss(AdversarialLoss.HINGE)
                        .minibatchStddev(deviation)
                        .build())
                .build();
        RandomStreams random = new RandomStreams(config.seed());
        try (ConditionalDcgan dcgan = new ConditionalDcgan(config, ImageSpec.MNIST);
                Trainer trainer = dcgan.newTrainer()) {
            Batch batch = batch();
            INDArray z = Nd4j.create(DataType.FLOAT, N, 6);
            Latents.fillNormal(z, random.stream("discriminator noise", 1));
            int[] labels =
                    random.stream("discriminator labels", 1).ints(N, 0, 10).toArray();
            INDArray fakes = output(dcgan.networks().get("generator"), "output", z, oneHot(labels))
                    .reshape(N, 784);
            INDArray real = outputs(dcgan, deviation, batch.images(), oneHot(batch.labels()));
            INDArray fake = outputs(dcgan, deviation, fakes, oneHot(labels));
            double expected = 0;
            for (int i = 0; i < N; i++) {
                expected += (Math.max(0, 1 - real.getDouble(i)) + Math.max(0, 1 + fake.getDouble(i))) / N;
            }
            assertEquals(expected, trainer.step(batch).value("d_loss"), 1e-4);
        }
    }

    private static INDArray outputs(ConditionalDcgan dcgan, boolean deviation, INDArray images, INDArray labels) {
        ComputationGraph discriminator = dcgan.networks().get("discriminator");
        if (!deviation) {
            return output(discriminator, "outputActivated", images, labels);
        }
        INDArray nothing = Nd4j.zeros(DataType.FLOAT, N, 1, 7, 7);
        INDArray features = output(discriminator, "down2Activated", images, labels, nothing);
        INDArray deviations = Nd4j.math().sqrt(features.var(false, 0).add(1e-8));
        return output(discriminator, "outputActivated", images, labels, nothing.add(deviations.meanNumber()));
    }

    @ParameterizedTest
    @CsvSource({"1,16", "1,28", "3,32", "3,64"})
    void drawsWhatDl4jDraws(int channels, int side) {
        ImageSpec spec = new ImageSpec(new ImageShape(channels, side, side), List.of("a", "b", "c"));
        try (ConditionalDcgan dcgan = new ConditionalDcgan(small().build(), spec)) {
            INDArray latents = Latents.normal(3, 6, 1);
            INDArray labels = Nd4j.eye(3).castTo(DataType.FLOAT);
            INDArray expected = dcgan.generatorGraph().output(latents, labels)[0];
            INDArray images = dcgan.generate(latents, new int[] {0, 1, 2});
            assertTrue(expected.reshape(images.shape()).equalsWithEps(images, 1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,16", "1,28", "3,64"})
    void drawsWhatDl4jDrawsWithResidualBlocks(int channels, int side) {
        ImageSpec spec = new ImageSpec(new ImageShape(channels, side, side), List.of("a", "b", "c"));
        try (ConditionalDcgan dcgan =
                new ConditionalDcgan(small().residual(true).build(), spec)) {
            INDArray latents = Latents.normal(3, 6, 1);
            INDArray labels = Nd4j.eye(3).castTo(DataType.FLOAT);
            INDArray expected = dcgan.generatorGraph().output(latents, labels)[0];
            INDArray images = dcgan.generate(latents, new int[] {0, 1, 2});
            assertTrue(expected.reshape(images.shape()).equalsWithEps(images, 1e-5));
        }
    }

    /** One block per doubling and halving, except next to the image; the shortcut is part of it. */
    @Test
    void hasResidualBlocks() {
        ImageSpec spec = new ImageSpec(new ImageShape(3, 32, 32), List.of("a", "b", "c"));
        try (ConditionalDcgan dcgan =
                new ConditionalDcgan(small().residual(true).build(), spec)) {
            Map<String, Tensor> tensors = StateDict.export(dcgan.stateDicts());
            assertArrayEquals(
                    new long[] {16, 8, 2, 2},
                    dcgan.generatorGraph()
                            .getLayer("up1KeptShortcut")
                            .getParam("W")
                            .shape());
            assertArrayEquals(
                    new long[] {4, 4, 3, 3},
                    dcgan.generatorGraph().getLayer("up2Kept").getParam("W").shape());
            assertArrayEquals(
                    new long[] {8, 4, 2, 2},
                    dcgan.discriminatorGraph()
                            .getLayer("down2Shortcut")
                            .getParam("W")
                            .shape());
            assertEquals(
                    2,
                    tensors.keySet().stream()
                            .filter(name -> name.startsWith("G.") && name.endsWith(".shortcut.weight"))
                            .count());
        }
    }

    @Test
    void learnsWithPenaltiesOnTheGradient() {
        DcganConfig config = small().adversarial(
                        AdversarialConfig.builder().r1(1).r2(1).build())
                .build();
        try (ConditionalDcgan dcgan = new ConditionalDcgan(config, ImageSpec.MNIST);
                Trainer trainer = dcgan.newTrainer()) {
            Batch batch = batch();
            for (int i = 0; i < 30; i++) {
                trainer.step(batch);
            }
            Metrics last = trainer.step(batch);
            assertTrue(last.value("r1_penalty") > 0 && last.value("r2_penalty") > 0);
            assertTrue(last.value("d_real") > last.value("d_fake"), "the discriminator learns beside its penalties");
        }
    }

    @Test
    void savesWhatTheLabelsDo(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("model.zip");
        try (ConditionalDcgan dcgan = new ConditionalDcgan(small().build(), ImageSpec.MNIST)) {
            dcgan.fit(DIGITS);
            INDArray eight = dcgan.sample("8", 2, 5);
            assertFalse(eight.equalsWithEps(dcgan.sample("3", 2, 5), 1e-3));
            dcgan.save(file);
            try (ConditionalDcgan loaded = ModelFile.load(file, ConditionalDcgan.class)) {
                assertArrayEquals(
                        eight.toFloatMatrix(), loaded.sample("8", 2, 5).toFloatMatrix());
                assertEquals(dcgan.config(), loaded.config());
            }
        }
    }

    /** Every learnt number has a place in PyTorch's state_dict, under a name of its own. */
    @Test
    void namesEveryTensor() {
        try (ConditionalDcgan dcgan = new ConditionalDcgan(small().build(), ImageSpec.MNIST)) {
            Map<String, Tensor> tensors = StateDict.export(dcgan.stateDicts());
            assertArrayEquals(
                    new long[] {10, 8}, tensors.get("G.model.1.scale.weight").shape());
            assertArrayEquals(
                    new long[] {10, 8}, tensors.get("G.model.1.shift.weight").shape());
            assertArrayEquals(
                    new long[] {10, 8}, tensors.get("D.projection.weight").shape());
            long numbers = tensors.values().stream()
                    .mapToLong(tensor -> Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b))
                    .sum();
            long counters = tensors.keySet().stream()
                    .filter(name -> name.endsWith("num_batches_tracked"))
                    .count();
            assertEquals(
                    dcgan.generatorGraph().numParams()
                            + dcgan.discriminatorGraph().numParams(),
                    numbers - counters);
        }
    }

    /** The prototype's sizes: 128 channels of 7 x 7, and three convolutions against them. */
    @Test
    void theDiscriminatorHasSizesOfItsOwn() {
        DcganConfig config = small().latent(100)
                .features(64)
                .discriminatorFeatures(32)
                .discriminatorConvolutions(1)
                .build();
        try (ConditionalDcgan dcgan = new ConditionalDcgan(config, ImageSpec.MNIST)) {
            assertArrayEquals(
                    new long[] {110, 128, 7, 7},
                    dcgan.generatorGraph().getLayer("project").getParam("W").shape());
            assertArrayEquals(
                    new long[] {128, 64, 3, 3},
                    dcgan.discriminatorGraph().getLayer("refine1").getParam("W").shape());
            assertArrayEquals(
                    new long[] {1, 128, 7, 7},
                    dcgan.discriminatorGraph().getLayer("output").getParam("W").shape());
            assertArrayEquals(
                    new long[] {10, 128},
                    dcgan.discriminatorGraph()
                            .getLayer("projection")
                            .getParam("W")
                            .shape());
        }
    }
}
