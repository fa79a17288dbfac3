package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.gen4j.ImageSpec;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.optim.LearningRateSchedule;
import io.gen4j.random.RandomStreams;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The evidence lower bound written out in double precision, beside what the trainer computes. */
class VaeTrainerTest {

    private static final ImageShape SHAPE = new ImageShape(1, 2, 3);
    private static final int PIXELS = 6;
    private static final int HIDDEN = 4;
    private static final int LATENT = 2;
    private static final int BATCH = 3;
    private static final int[] LABELS = {1, 0, 1};

    /** Always the same numbers, none at a kink, where finite differences are no gradients. */
    private final INDArray images = Transforms.sigmoid(Latents.normal(BATCH, PIXELS, 1), false);

    private final Batch batch = new Batch(images, LABELS);
    private AbstractVae vae = model(settings());
    private int update = 1;

    private double reconstruction;
    private double divergence;

    private static VaeConfig.Builder<VaeConfig> settings() {
        return settings(VaeConfig.builder());
    }

    private static VaeConfig.Builder<VaeConfig> conditional() {
        return settings(VaeConfig.conditionalBuilder());
    }

    private static VaeConfig.Builder<VaeConfig> settings(VaeConfig.Builder<VaeConfig> builder) {
        return builder.latent(LATENT).hidden(HIDDEN).batchSize(BATCH);
    }

    private static AbstractVae model(VaeConfig.Builder<VaeConfig> settings) {
        return (AbstractVae) new VaeFamily().create(settings.build(), new ImageSpec(SHAPE, List.of("a", "b")));
    }

    @AfterEach
    void close() {
        vae.close();
    }

    static Stream<Arguments> variants() {
        VaeConfig.Output gaussian = VaeConfig.Output.GAUSSIAN;
        return Stream.of(
                argumentSet("as it comes", settings()),
                argumentSet("beta", settings().beta(4)),
                argumentSet("gaussian", settings().output(gaussian).variance(0.3)),
                argumentSet("gaussian of learnt variance", settings().output(gaussian)),
                argumentSet("conditional", conditional()),
                argumentSet("deep", settings().layers(3).activation(Activation.TANH)),
                argumentSet(
                        "all at once", conditional().output(gaussian).beta(0.5).warmUpSteps(10)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void reportsAndDescendsTheBound(VaeConfig.Builder<VaeConfig> settings) {
        vae.close();
        vae = model(settings);
        try (Trainer trainer = vae.newTrainer()) {
            assertStep(trainer, vae.config().beta() / Math.max(1, vae.config().warmUpSteps()));
        }
    }

    @Test
    void warmsUpLinearly() {
        vae.close();
        vae = model(settings().beta(2).warmUpSteps(3));
        try (Trainer trainer = vae.newTrainer()) {
            for (double weight : new double[] {2 / 3.0, 4 / 3.0, 2, 2}) {
                assertStep(trainer, weight);
            }
        }
    }

    /** Takes a step, and compares its report with the bound, its gradients with differences of the weighted bound. */
    private void assertStep(Trainer trainer, double divergenceWeight) {
        double[] theta = vae.graph().params().toDoubleVector();
        double[][] noise = noise(update++);
        Metrics metrics = trainer.step(batch);
        loss(theta, noise, divergenceWeight);
        assertEquals(reconstruction / BATCH, metrics.value("reconstruction_nats"), 1e-5);
        assertEquals(divergence / BATCH, metrics.value("kl_nats"), 1e-5);
        assertEquals((reconstruction + divergence) / BATCH, metrics.value("loss_nats"), 1e-5);
        for (int i = 0; i < theta.length; i++) {
            double expected = difference(theta, i, noise, divergenceWeight);
            double gradient = vae.parameters().gradients().getDouble(i);
            assertEquals(expected, gradient, 5e-5 * Math.max(1, Math.abs(expected)), "parameter " + i);
        }
    }

    /** Adam's first step is as long as its learning rate, whatever the gradient. */
    @Test
    void theLearningRateFollowsTheSchedule() {
        vae.close();
        vae = model(settings().learningRate(0.01).schedule(LearningRateSchedule.COSINE));
        double[] before = vae.graph().params().toDoubleVector();
        try (Trainer trainer = vae.newTrainer()) {
            trainer.progress(2 / 3.0);
            trainer.step(batch);
        }
        double[] after = vae.graph().params().toDoubleVector();
        double longest = IntStream.range(0, before.length)
                .mapToDouble(i -> Math.abs(after[i] - before[i]))
                .max()
                .orElseThrow();
        assertEquals(0.0025, longest, 1e-6);
    }

    /** A loss of black and white pixels alone is that of one of the images that could be drawn. */
    @Test
    void drawsBlackAndWhitePixelsAnewForEachStep() {
        vae.close();
        vae = model(settings().binarize(true).learningRate(1e-30));
        try (Trainer trainer = vae.newTrainer()) {
            double first = trainer.step(batch).value("reconstruction_nats");
            double second = trainer.step(batch).value("reconstruction_nats");
            assertTrue(Math.abs(first - second) > 1e-3, first + " and " + second);
            double evaluated = trainer.evaluate(batch, 0).value("loss_nats");
            assertEquals(evaluated, trainer.evaluate(batch, 0).value("loss_nats"));
        }
    }

    /** Closed form: the density of a normal distribution of variance 1/2 at distances 0 and 1, and its derivatives. */
    @Test
    void gaussianPixelsHaveTheirConstant() {
        INDArray outputs = Nd4j.createFromArray(new float[][] {{0.5f, 1}});
        INDArray gradient = Nd4j.create(DataType.FLOAT, 1, 2);
        double loss = GaussianPixels.of(0.5)
                .negativeLogLikelihood(outputs, Nd4j.createFromArray(new float[][] {{0.5f, 0}}), gradient);
        double first = -Math.log(1 / Math.sqrt(Math.PI));
        double second = -Math.log(Math.exp(-1) / Math.sqrt(Math.PI));
        assertEquals(first + second, loss, 1e-6);
        assertArrayEquals(new float[] {0, 2}, gradient.toFloatVector(), 1e-6f);
    }

    @Test
    void evaluatesWithoutLearning() {
        double[] theta = vae.graph().params().toDoubleVector();
        try (Trainer trainer = vae.newTrainer()) {
            double first = trainer.evaluate(batch, 0).value("loss_nats");
            assertEquals(first, trainer.evaluate(batch, 0).value("loss_nats"));
        }
        assertArrayEquals(theta, vae.graph().params().toDoubleVector());
    }

    @Test
    void refusesImagesWithoutTheLabelsThatItNeeds() {
        vae.close();
        vae = model(conditional());
        try (Trainer trainer = vae.newTrainer()) {
            Batch unlabelled = new Batch(images, new int[0]);
            assertThrows(IllegalArgumentException.class, () -> trainer.step(unlabelled));
        }
    }

    private double difference(double[] theta, int index, double[][] noise, double weight) {
        double kept = theta[index];
        theta[index] = kept + 1e-6;
        double above = loss(theta, noise, weight);
        theta[index] = kept - 1e-6;
        double below = loss(theta, noise, weight);
        theta[index] = kept;
        return (above - below) / 2e-6;
    }

    private double loss(double[] theta, double[][] noise, double weight) {
        reconstruction = 0;
        divergence = 0;
        for (int row = 0; row < BATCH; row++) {
            double[] x = images.getRow(row).toDoubleVector();
            double[] hidden = hidden(theta, "hidden", labelled(x, row));
            double[] moments = dense(theta, "moments", hidden, 2 * LATENT);
            double[] z = new double[LATENT];
            for (int i = 0; i < LATENT; i++) {
                double mean = moments[i];
                double logVariance = moments[LATENT + i];
                z[i] = mean + Math.exp(logVariance / 2) * noise[row][i];
                divergence -= 0.5 * (1 + logVariance - mean * mean - Math.exp(logVariance));
            }
            double[] decoded = hidden(theta, "decoder", labelled(z, row));
            double[] logits = dense(theta, "pixels", decoded, PIXELS);
            for (int i = 0; i < PIXELS; i++) {
                double p = 1 / (1 + Math.exp(-logits[i]));
                reconstruction -= vae.config().output() == VaeConfig.Output.BERNOULLI
                        ? x[i] * Math.log(p) + (1 - x[i]) * Math.log(1 - p)
                        : logNormal(x[i], p, variance(theta));
            }
        }
        return reconstruction + weight * divergence;
    }

    private static double logNormal(double x, double mean, double variance) {
        return -(x - mean) * (x - mean) / (2 * variance) - Math.log(Math.sqrt(2 * Math.PI * variance));
    }

    private double variance(double[] theta) {
        return vae.config().learnsVariance()
                ? Math.exp(theta[offset(LearntVariance.LAYER, "b")])
                : vae.config().variance();
    }

    private double[] labelled(double[] features, int row) {
        double[] joined = Arrays.copyOf(features, features.length + vae.labelCount());
        if (vae.labelCount() > 0) {
            joined[features.length + LABELS[row]] = 1;
        }
        return joined;
    }

    private double[][] noise(int index) {
        RandomGenerator random = new RandomStreams(vae.config().seed()).stream("noise", index);
        double[][] draws = new double[BATCH][LATENT];
        for (double[] row : draws) {
            for (int i = 0; i < LATENT; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return draws;
    }

    private int offset(String layer, String parameter) {
        return (int) vae.graph().getLayer(layer).getParam(parameter).offset();
    }

    private double[] dense(double[] theta, String layer, double[] x, int outputs) {
        int weights = offset(layer, "W");
        int bias = offset(layer, "b");
        double[] y = new double[outputs];
        for (int j = 0; j < outputs; j++) {
            y[j] = theta[bias + j];
            for (int i = 0; i < x.length; i++) {
                y[j] += theta[weights + j * x.length + i] * x[i];
            }
        }
        return y;
    }

    private double[] hidden(double[] theta, String half, double[] x) {
        double[] y = x;
        for (int layer = 1; layer <= vae.config().layers(); layer++) {
            y = dense(theta, layer == 1 ? half : half + layer, y, HIDDEN);
            for (int i = 0; i < HIDDEN; i++) {
                y[i] = vae.config().activation() == Activation.TANH ? Math.tanh(y[i]) : Math.max(y[i], 0);
            }
        }
        return y;
    }
}
