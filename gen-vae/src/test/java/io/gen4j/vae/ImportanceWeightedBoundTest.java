package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.gen4j.ImageSpec;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageShape;
import io.gen4j.prior.internal.DiagonalMixture;
import io.gen4j.random.RandomStreams;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The importance-weighted bound written out in double precision, beside what the trainer computes. */
class ImportanceWeightedBoundTest {

    private static final int PIXELS = 6;
    private static final int HIDDEN = 4;
    private static final int LATENT = 2;
    private static final int BATCH = 3;
    private static final int[] LABELS = {1, 0, 1};

    private final INDArray images = Transforms.sigmoid(Latents.normal(BATCH, PIXELS, 1), false);
    private final Batch batch = new Batch(images, LABELS);

    private static VaeConfig.Builder<VaeConfig> settings() {
        return settings(VaeConfig.builder());
    }

    private static VaeConfig.Builder<VaeConfig> settings(VaeConfig.Builder<VaeConfig> builder) {
        return builder.latent(LATENT).hidden(HIDDEN).batchSize(BATCH).pseudoInputs(5);
    }

    private static AbstractVae model(VaeConfig.Builder<VaeConfig> settings) {
        return (AbstractVae)
                new VaeFamily().create(settings.build(), new ImageSpec(new ImageShape(1, 2, 3), List.of("a", "b")));
    }

    static Stream<Arguments> variants() {
        VaeConfig.Output gaussian = VaeConfig.Output.GAUSSIAN;
        VaeConfig.Prior vamp = VaeConfig.Prior.VAMP;
        return Stream.of(
                argumentSet("five latents", settings().iwae(5)),
                argumentSet("five latents, a warm-up", settings().iwae(5).warmUpSteps(3)),
                argumentSet("gaussian", settings().iwae(3).output(gaussian).variance(0.3)),
                argumentSet("gaussian of learnt variance", settings().iwae(3).output(gaussian)),
                argumentSet(
                        "conditional", settings(VaeConfig.conditionalBuilder()).iwae(3)),
                argumentSet("gated", settings().iwae(3).gated(true).layers(2)),
                argumentSet("vamp", settings().prior(vamp)),
                argumentSet(
                        "vamp, gated, three latents",
                        settings().prior(vamp).gated(true).layers(2).iwae(3)),
                argumentSet("doubly reparameterised", settings().iwae(4).dreg(true)),
                argumentSet(
                        "doubly reparameterised, one latent, beta",
                        settings().dreg(true).beta(0.5)),
                argumentSet(
                        "doubly reparameterised, vamp, a warm-up",
                        settings().iwae(4).dreg(true).prior(vamp).warmUpSteps(2)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void reportsAndDescendsTheBound(VaeConfig.Builder<VaeConfig> settings) {
        try (AbstractVae vae = model(settings);
                Trainer trainer = vae.newTrainer()) {
            double[] theta = vae.graph().params().toDoubleVector();
            Metrics metrics = trainer.step(batch);
            double weight = vae.config().beta() / Math.max(1, vae.config().warmUpSteps());
            Reference reference = new Reference(vae, images, theta, noise(vae, 1), weight);
            assertEquals(-reference.bound(theta, 1) / BATCH, metrics.value("loss_nats"), 1e-5);
            for (int i = 0; i < theta.length; i++) {
                double expected = reference.difference(theta, i);
                double gradient = vae.parameters().gradients().getDouble(i);
                assertEquals(expected, gradient, 1e-4 * Math.max(1, Math.abs(expected)), "parameter " + i);
            }
        }
    }

    /** With one latent and the closed form's expectation, both bounds have one mean; with a fixed one, the same part by pixels. */
    @Test
    void theBoundOfOneLatentDiffersFromTheClosedFormByTheDivergenceAlone() {
        try (AbstractVae plain = model(settings());
                AbstractVae weighted = model(settings().dreg(true));
                Trainer plainTrainer = plain.newTrainer();
                Trainer weightedTrainer = weighted.newTrainer()) {
            Metrics expected = plainTrainer.step(batch);
            Metrics actual = weightedTrainer.step(batch);
            assertEquals(expected.value("reconstruction_nats"), actual.value("reconstruction_nats"), 1e-5);
            assertEquals(
                    actual.value("reconstruction_nats") + actual.value("kl_nats"), actual.value("loss_nats"), 1e-5);
        }
    }

    /** K = 1 is the training that there was before, to the bit: its noise, its closed form, its updates. */
    @Test
    void oneLatentIsTheUsualTrainingToTheBit() {
        try (AbstractVae plain = model(settings());
                AbstractVae one = model(settings().iwae(1));
                Trainer plainTrainer = plain.newTrainer();
                Trainer oneTrainer = one.newTrainer()) {
            for (int step = 0; step < 3; step++) {
                plainTrainer.step(batch);
                oneTrainer.step(batch);
            }
            assertArrayEquals(
                    plain.graph().params().toFloatVector(), one.graph().params().toFloatVector());
        }
    }

    /** By hand: weights e^-1 and e^-3 of the bound log((e^-1 + e^-3) / 2), which the rows of the gradient take. */
    @Test
    void weighsTheRowsOfTheGradient() {
        INDArray gradient = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
        float first = (float) (Math.exp(-1) / (Math.exp(-1) + Math.exp(-3)));
        new BernoulliPixels().weigh(gradient, new double[] {1, 3}, new float[] {first, 1 - first});
        assertArrayEquals(
                new float[] {first, 2 * first, 3 * (1 - first), 4 * (1 - first)},
                gradient.reshape(4).toFloatVector(),
                1e-6f);
        assertEquals(0.880797f, first, 1e-6f);
    }

    /** More latents give a tighter bound, on average. */
    @Test
    void theBoundGrowsWithItsLatents() {
        assertTrue(meanLoss(50) < meanLoss(1) - 0.002, meanLoss(50) + " and " + meanLoss(1));
    }

    private double meanLoss(int draws) {
        try (AbstractVae vae = model(settings().iwae(draws).prior(VaeConfig.Prior.VAMP));
                Trainer trainer = vae.newTrainer()) {
            return IntStream.range(0, 200)
                    .mapToDouble(i -> trainer.evaluate(batch, i).value("loss_nats"))
                    .average()
                    .orElseThrow();
        }
    }

    /** By hand: a mixture of N(0, 1) and N(2, e) at 1. */
    @Test
    void theMixtureHasTheDensityAndTheSharesOfTheFormula() {
        double first = Math.exp(-0.5) / Math.sqrt(2 * Math.PI);
        double second = Math.exp(-0.5 / Math.E) / Math.sqrt(2 * Math.PI * Math.E);
        try (DiagonalMixture mixture = new DiagonalMixture(1);
                INDArray point = Nd4j.createFromArray(new float[][] {{1}});
                INDArray moments = Nd4j.createFromArray(new float[][] {{0, 0}, {2, 1}})) {
            assertEquals(Math.log((first + second) / 2), mixture.logDensities(point, moments)[0], 1e-6);
            double share = first / (first + second);
            double slope = -share * 1 - (1 - share) * (1 - 2) / Math.E;
            assertEquals(slope, mixture.backward(new float[] {1}).getDouble(0), 1e-6);
            assertArrayEquals(
                    new float[] {
                        (float) share,
                        0,
                        (float) (-(1 - share) / Math.E),
                        (float) (0.5 * (1 - share) * (1 / Math.E - 1))
                    },
                    mixture.momentGradients().reshape(4).toFloatVector(),
                    1e-6f);
        }
    }

    private static double[][] noise(AbstractVae vae, int index) {
        RandomGenerator random = new RandomStreams(vae.config().seed()).stream("noise", index);
        double[][] draws = new double[BATCH * vae.config().iwae()][LATENT];
        for (double[] row : draws) {
            for (int i = 0; i < LATENT; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return draws;
    }

    /** The negative bound as a function of the parameters, and its gradient by central differences. */
    private static final class Reference {

        private static final double STEP = 1e-6;

        private final AbstractVae vae;
        private final VaeConfig config;
        private final INDArray images;
        private final double[][] noise;
        private final double weight;
        /** What the doubly reparameterised gradient holds fixed: the moments of q, and the weights. */
        private final double[][] fixedMoments;

        private final double[] fixedWeights;

        Reference(AbstractVae vae, INDArray images, double[] theta, double[][] noise, double weight) {
            this.vae = vae;
            this.config = vae.config();
            this.images = images;
            this.noise = noise;
            this.weight = weight;
            fixedMoments = new double[BATCH][];
            fixedWeights = new double[noise.length];
            for (int image = 0; image < BATCH; image++) {
                fixedMoments[image] = moments(theta, image);
                double[] logs = logWeights(theta, theta, image, weight, null);
                double sum = Arrays.stream(logs).map(Math::exp).sum();
                for (int k = 0; k < logs.length; k++) {
                    fixedWeights[image * logs.length + k] = Math.exp(logs[k]) / sum;
                }
            }
        }

        double difference(double[] theta, int index) {
            boolean ofEncoder = config.dreg() && isOfEncoder(index);
            double kept = theta[index];
            theta[index] = kept + STEP;
            double above = ofEncoder ? -pathwise(theta) : -bound(theta, weight);
            theta[index] = kept - STEP;
            double below = ofEncoder ? -pathwise(theta) : -bound(theta, weight);
            theta[index] = kept;
            double encoded = (above - below) / (2 * STEP);
            return ofEncoder && config.learnsPrior() ? encoded + byPriorAlone(theta, index) : encoded;
        }

        private boolean isOfEncoder(int index) {
            return index < offset("decoder", "W");
        }

        /** The part of the gradient by which the encoder changes the prior: the mixture of its moments of pseudo-inputs. */
        private double byPriorAlone(double[] theta, int index) {
            double[] other = theta.clone();
            other[index] += STEP;
            double above = weightedLogPriors(theta, other);
            other[index] -= 2 * STEP;
            double below = weightedLogPriors(theta, other);
            return -(above - below) / (2 * STEP);
        }

        private double weightedLogPriors(double[] theta, double[] priorTheta) {
            double sum = 0;
            for (int image = 0; image < BATCH; image++) {
                double[] moments = moments(theta, image);
                for (int k = 0; k < config.iwae(); k++) {
                    int row = image * config.iwae() + k;
                    sum += fixedWeights[row] * weight * logPrior(priorTheta, latent(moments, noise[row]));
                }
            }
            return sum;
        }

        /** Tucker et al. 2018, equation 8: only z changes, and each weight counts squared. */
        private double pathwise(double[] theta) {
            double sum = 0;
            for (int image = 0; image < BATCH; image++) {
                double[] logs = logWeights(theta, priorTheta(), image, weight, fixedMoments[image]);
                for (int k = 0; k < logs.length; k++) {
                    double v = fixedWeights[image * logs.length + k];
                    sum += v * (1 - weight + weight * v) * logs[k];
                }
            }
            return sum;
        }

        private double[] priorTheta() {
            return vae0;
        }

        private double[] vae0 = new double[0];

        double bound(double[] theta, double divergenceWeight) {
            double sum = 0;
            for (int image = 0; image < BATCH; image++) {
                sum += Math.log(Arrays.stream(logWeights(theta, theta, image, divergenceWeight, null))
                        .map(Math::exp)
                        .average()
                        .orElseThrow());
            }
            return sum;
        }

        /** @param fixed the moments in the density of q; null for those of theta */
        private double[] logWeights(
                double[] theta, double[] priorTheta, int image, double divergenceWeight, double[] fixed) {
            if (vae0.length == 0) {
                vae0 = theta.clone();
            }
            double[] moments = moments(theta, image);
            double[] q = fixed == null ? moments : fixed;
            double[] logs = new double[config.iwae()];
            for (int k = 0; k < logs.length; k++) {
                double[] z = latent(moments, noise[image * logs.length + k]);
                double logPosterior = 0;
                for (int i = 0; i < LATENT; i++) {
                    logPosterior += logNormal(z[i], q[i], Math.exp(q[LATENT + i]));
                }
                logs[k] = logLikelihood(theta, z, image) + divergenceWeight * (logPrior(priorTheta, z) - logPosterior);
            }
            return logs;
        }

        private static double[] latent(double[] moments, double[] noise) {
            double[] z = new double[LATENT];
            for (int i = 0; i < LATENT; i++) {
                z[i] = moments[i] + Math.exp(moments[LATENT + i] / 2) * noise[i];
            }
            return z;
        }

        private double[] moments(double[] theta, int image) {
            return encode(theta, labelled(images.getRow(image).toDoubleVector(), image));
        }

        private double[] encode(double[] theta, double[] x) {
            return dense(theta, "moments", hidden(theta, "hidden", x), 2 * LATENT);
        }

        private double logPrior(double[] theta, double[] z) {
            if (!config.learnsPrior()) {
                return Arrays.stream(z).map(value -> logNormal(value, 0, 1)).sum();
            }
            double sum = 0;
            for (int k = 0; k < config.pseudoInputs(); k++) {
                double[] u = new double[PIXELS];
                for (int i = 0; i < PIXELS; i++) {
                    double logit = theta[offset(PseudoInputs.LAYER, "W") + i * config.pseudoInputs() + k];
                    u[i] = 1 / (1 + Math.exp(-logit));
                }
                double[] moments = encode(theta, u);
                double log = 0;
                for (int i = 0; i < LATENT; i++) {
                    log += logNormal(z[i], moments[i], Math.exp(moments[LATENT + i]));
                }
                sum += Math.exp(log) / config.pseudoInputs();
            }
            return Math.log(sum);
        }

        private double logLikelihood(double[] theta, double[] z, int image) {
            double[] logits = dense(theta, "pixels", hidden(theta, "decoder", labelled(z, image)), PIXELS);
            double sum = 0;
            for (int i = 0; i < PIXELS; i++) {
                double x = images.getDouble(image, i);
                double p = 1 / (1 + Math.exp(-logits[i]));
                sum += config.output() == VaeConfig.Output.BERNOULLI
                        ? x * Math.log(p) + (1 - x) * Math.log(1 - p)
                        : logNormal(x, p, variance(theta));
            }
            return sum;
        }

        private double variance(double[] theta) {
            return config.learnsVariance() ? Math.exp(theta[offset(LearntVariance.LAYER, "b")]) : config.variance();
        }

        private static double logNormal(double x, double mean, double variance) {
            return -(x - mean) * (x - mean) / (2 * variance) - Math.log(Math.sqrt(2 * Math.PI * variance));
        }

        private double[] labelled(double[] features, int row) {
            double[] joined = Arrays.copyOf(features, features.length + vae.labelCount());
            if (vae.labelCount() > 0) {
                joined[features.length + LABELS[row]] = 1;
            }
            return joined;
        }

        private double[] hidden(double[] theta, String half, double[] x) {
            double[] y = x;
            for (int layer = 1; layer <= config.layers(); layer++) {
                String name = layer == 1 ? half : half + layer;
                double[] values = dense(theta, name, y, HIDDEN);
                double[] gates = config.gated() ? dense(theta, name + "_gate", y, HIDDEN) : new double[0];
                for (int i = 0; i < HIDDEN; i++) {
                    values[i] = config.gated() ? values[i] / (1 + Math.exp(-gates[i])) : Math.max(values[i], 0);
                }
                y = values;
            }
            return y;
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

        private int offset(String layer, String parameter) {
            return (int) vae.graph().getLayer(layer).getParam(parameter).offset();
        }
    }
}
