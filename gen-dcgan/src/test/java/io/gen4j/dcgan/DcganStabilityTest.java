package io.gen4j.dcgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialLoss;
import io.gen4j.adversarial.AdversarialTrainer;
import io.gen4j.adversarial.SpectralNormalization;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.random.RandomStreams;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loss and stability of a DCGAN: that the trainer's options, each tested for itself, reach convolutions too. */
class DcganStabilityTest {

    private static final int BATCH = 20;
    private static final int LATENT = 6;

    private final Batch batch =
            new Batches(SyntheticDigits.draw(BATCH, 1), BATCH, PixelRange.SIGNED, 1, LastBatch.DROP).first(BATCH);

    @AfterEach
    void close() {
        batch.images().close();
    }

    private static DcganConfig config(boolean batchNorm, AdversarialConfig adversarial) {
        return DcganConfig.builder()
                .latent(LATENT)
                .features(4)
                .batchSize(BATCH)
                .discriminatorBatchNorm(batchNorm)
                .adversarial(adversarial)
                .build();
    }

    private static Dcgan dcgan(boolean batchNorm, AdversarialConfig adversarial) {
        return new Dcgan(config(batchNorm, adversarial), ImageSpec.MNIST);
    }

    /** Both networks run by DL4J's own layers, as in training. */
    private static INDArray output(Dcgan dcgan, String network, INDArray... inputs) {
        return dcgan.networks().get(network).feedForward(inputs, true, false).get("output");
    }

    private static INDArray fakes(Dcgan dcgan) {
        INDArray z = Nd4j.create(DataType.FLOAT, BATCH, LATENT);
        Latents.fillNormal(z, new RandomStreams(dcgan.config().seed()).stream("discriminator noise", 1));
        return output(dcgan, "generator", z).reshape(BATCH, 784);
    }

    @ParameterizedTest
    @CsvSource({"LEAST_SQUARES, true", "HINGE, true", "HINGE, false", "WASSERSTEIN, false", "RELATIVISTIC, false"})
    void reportsTheLossOfTheFirstUpdate(AdversarialLoss loss, boolean batchNorm) {
        double clip = loss == AdversarialLoss.WASSERSTEIN ? 0.05 : 0;
        AdversarialConfig adversarial =
                AdversarialConfig.builder().loss(loss).weightClip(clip).build();
        try (Dcgan dcgan = dcgan(batchNorm, adversarial);
                Trainer trainer = dcgan.newTrainer()) {
            INDArray real = output(dcgan, "discriminator", batch.images());
            INDArray fake = output(dcgan, "discriminator", fakes(dcgan));
            double expected = 0;
            for (int i = 0; i < BATCH; i++) {
                expected += loss(loss, real.getDouble(i), fake.getDouble(i)) / BATCH;
            }
            assertEquals(expected, trainer.step(batch).value("d_loss"), 1e-4);
        }
    }

    private static double loss(AdversarialLoss loss, double real, double fake) {
        return switch (loss) {
            case LEAST_SQUARES -> ((real - 1) * (real - 1) + fake * fake) / 2;
            case HINGE -> Math.max(0, 1 - real) + Math.max(0, 1 + fake);
            case WASSERSTEIN -> fake - real;
            case RELATIVISTIC -> Math.log1p(Math.exp(fake - real));
            default -> throw new IllegalArgumentException(loss.toString());
        };
    }

    /** The last layer's further channel holds the mean deviation of what the others hold. */
    @Test
    void tellsTheDiscriminatorHowMuchTheImagesDiffer() {
        AdversarialConfig adversarial = AdversarialConfig.builder()
                .loss(AdversarialLoss.HINGE)
                .minibatchStddev(true)
                .build();
        try (Dcgan dcgan = dcgan(true, adversarial);
                Trainer trainer = dcgan.newTrainer()) {
            INDArray real = withDeviation(dcgan, batch.images());
            INDArray fake = withDeviation(dcgan, fakes(dcgan));
            double expected = 0;
            for (int i = 0; i < BATCH; i++) {
                expected += loss(AdversarialLoss.HINGE, real.getDouble(i), fake.getDouble(i)) / BATCH;
            }
            assertEquals(expected, trainer.step(batch).value("d_loss"), 1e-4);
        }
    }

    private static INDArray withDeviation(Dcgan dcgan, INDArray images) {
        ComputationGraph discriminator = dcgan.networks().get("discriminator");
        INDArray nothing = Nd4j.zeros(DataType.FLOAT, BATCH, 1, 7, 7);
        INDArray features = discriminator
                .feedForward(new INDArray[] {images, nothing}, true, false)
                .get("down2Activated");
        INDArray deviations = Nd4j.math().sqrt(features.var(false, 0).add(1e-8));
        return output(dcgan, "discriminator", images, nothing.add(deviations.meanNumber()));
    }

    @Test
    void clipsEveryParameterThatLearns() {
        AdversarialConfig adversarial = AdversarialConfig.builder()
                .loss(AdversarialLoss.WASSERSTEIN)
                .weightClip(0.01)
                .build();
        try (Dcgan dcgan = dcgan(true, adversarial);
                Trainer trainer = dcgan.newTrainer()) {
            trainer.step(batch);
            ComputationGraph discriminator = dcgan.networks().get("discriminator");
            for (String layer : Set.of("down1", "down2", "output")) {
                assertEquals(
                        0.01f,
                        discriminator.getLayer(layer).getParam("W").amaxNumber().floatValue());
            }
            assertEquals(
                    0.01f,
                    discriminator
                            .getLayer("down2Normalized")
                            .getParam("gamma")
                            .maxNumber()
                            .floatValue());
            assertTrue(
                    discriminator
                                    .getLayer("down2Normalized")
                                    .getParam("var")
                                    .maxNumber()
                                    .floatValue()
                            > 0.5f,
                    "running statistics stay");
        }
    }

    @Test
    void normalisesEveryConvolution() {
        AdversarialConfig adversarial = AdversarialConfig.builder()
                .loss(AdversarialLoss.HINGE)
                .spectralNorm(true)
                .build();
        try (Dcgan dcgan = dcgan(false, adversarial);
                Trainer trainer = dcgan.newTrainer()) {
            for (int i = 0; i < 3; i++) {
                assertTrue(Double.isFinite(trainer.step(batch).value("d_loss")));
            }
            SpectralNormalization normalization =
                    assertInstanceOf(SpectralNormalization.class, ((AdversarialTrainer) trainer).constraint());
            assertEquals(
                    Set.of("down1", "down2", "output"), normalization.vectors().keySet());
            assertEquals(8, normalization.vectors().get("down2").length, "a row for each output channel");
        }
    }

    /** After one update, 2/11 of the initial weights are left; running statistics are those of the last batch. */
    @Test
    void drawsWithTheMovingAverageOfTheGenerator() {
        AdversarialConfig adversarial = AdversarialConfig.builder().ema(0.9).build();
        try (Dcgan dcgan = dcgan(true, adversarial);
                Trainer trainer = dcgan.newTrainer()) {
            ComputationGraph average = dcgan.networks().get("generator");
            ComputationGraph learning = dcgan.networks().get("generator-learning");
            INDArray before = average.getLayer("up1").getParam("W").dup();
            trainer.step(batch);
            INDArray expected = before.mul(2 / 11.0)
                    .add(learning.getLayer("up1").getParam("W").mul(9 / 11.0));
            assertTrue(expected.equalsWithEps(average.getLayer("up1").getParam("W"), 1e-6));
            assertNotEquals(expected, learning.getLayer("up1").getParam("W"));
            assertEquals(
                    learning.getConfiguration().getIterationCount(),
                    average.getConfiguration().getIterationCount(),
                    "batches that were normalised");
            assertTrue(average.getConfiguration().getIterationCount() > 0);
            for (String statistic : Set.of("mean", "var")) {
                assertArrayEquals(
                        learning.getLayer("projectNormalized")
                                .getParam(statistic)
                                .toFloatVector(),
                        average.getLayer("projectNormalized")
                                .getParam(statistic)
                                .toFloatVector());
            }
            assertNotEquals(
                    1f,
                    average.getLayer("projectNormalized").getParam("var").getFloat(0),
                    "images are not normalised as if nothing had been seen");
        }
    }

    @Test
    void thePlayersHaveTheirOwnLearningRates() {
        AdversarialConfig adversarial =
                AdversarialConfig.builder().discriminatorLearningRate(1e-12).build();
        assertLearning(dcgan(true, adversarial), 1, true, false);
    }

    @Test
    void theGeneratorWaitsForTheCritic() {
        AdversarialConfig adversarial =
                AdversarialConfig.builder().criticSteps(3).build();
        assertLearning(dcgan(true, adversarial), 3, true, true);
    }

    private void assertLearning(Dcgan model, int steps, boolean generatorLearns, boolean discriminatorLearns) {
        try (Dcgan dcgan = model;
                Trainer trainer = dcgan.newTrainer()) {
            INDArray generator = weights(dcgan, "generator", "up1");
            INDArray discriminator = weights(dcgan, "discriminator", "down2");
            for (int i = 1; i < steps; i++) {
                trainer.step(batch);
                assertTrue(same(generator, weights(dcgan, "generator", "up1")), "not in step " + i);
            }
            trainer.step(batch);
            assertEquals(generatorLearns, !same(generator, weights(dcgan, "generator", "up1")));
            assertEquals(discriminatorLearns, !same(discriminator, weights(dcgan, "discriminator", "down2")));
        }
    }

    private static INDArray weights(Dcgan dcgan, String network, String layer) {
        return dcgan.networks().get(network).getLayer(layer).getParam("W").dup();
    }

    private static boolean same(INDArray a, INDArray b) {
        return a.equalsWithEps(b, 1e-9);
    }

    @Test
    void aGradientPenaltyGoesWithoutBatchNormalisation() {
        AdversarialConfig adversarial = AdversarialConfig.builder()
                .loss(AdversarialLoss.WASSERSTEIN)
                .gradientPenalty(10)
                .discriminatorLearningRate(1e-3)
                .build();
        assertThrows(IllegalArgumentException.class, () -> config(true, adversarial));
        try (Dcgan dcgan = dcgan(false, adversarial);
                Trainer trainer = dcgan.newTrainer()) {
            double first = trainer.step(batch).value("gradient_penalty");
            double last = first;
            for (int i = 0; i < 50; i++) {
                last = trainer.step(batch).value("gradient_penalty");
            }
            assertEquals(10, first, 0.5, "of small initial weights, all gradients are nearly 0");
            assertTrue(last < 0.3 * first, "and grow: " + last);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, r1 is 1.0", "0, 2, r2 is 2.0"})
    void zeroCentredPenaltiesGoWithoutBatchNormalisation(double r1, double r2, String named) {
        AdversarialConfig adversarial =
                AdversarialConfig.builder().r1(r1).r2(r2).build();
        String message = assertThrows(IllegalArgumentException.class, () -> config(true, adversarial))
                .getMessage();
        assertTrue(message.startsWith(named), message);
        try (Dcgan dcgan = dcgan(false, adversarial);
                Trainer trainer = dcgan.newTrainer()) {
            assertTrue(trainer.step(batch).value(r1 > 0 ? "r1_penalty" : "r2_penalty") > 0);
        }
    }

    @Test
    void pairsGoWithoutBatchNormalisation() {
        AdversarialConfig adversarial =
                AdversarialConfig.builder().loss(AdversarialLoss.RELATIVISTIC).build();
        String message = assertThrows(IllegalArgumentException.class, () -> config(true, adversarial))
                .getMessage();
        assertTrue(message.startsWith("loss is relativistic"), message);
    }

    /** What is done to the images reaches the discriminator: its loss is another one. */
    @ParameterizedTest
    @CsvSource({"0.1, 0, false", "0, 0.5, false", "0, 0, true"})
    void changesWhatTheDiscriminatorSees(double smoothing, double noise, boolean augment) {
        AdversarialConfig adversarial = AdversarialConfig.builder()
                .labelSmoothing(smoothing)
                .instanceNoise(noise)
                .diffAugment(augment)
                .build();
        try (Dcgan plain = dcgan(true, AdversarialConfig.DEFAULTS);
                Dcgan changed = dcgan(true, adversarial);
                Trainer trainer = plain.newTrainer();
                Trainer other = changed.newTrainer()) {
            Metrics expected = trainer.step(batch);
            Metrics actual = other.step(batch);
            assertNotEquals(expected.value("d_loss_nats"), actual.value("d_loss_nats"), 1e-4);
            assertTrue(Double.isFinite(actual.value("g_loss_nats")));
        }
    }
}
