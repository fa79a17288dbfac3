package io.gen4j.metric.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.EvaluationData;
import io.gen4j.MetricProgress;
import io.gen4j.MetricResult;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.metric.likelihood.LikelihoodBounds.Bounds;
import io.gen4j.prior.GaussianMixture;
import io.gen4j.prior.LatentPrior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class LikelihoodBoundsTest {

    private static final LinearGaussian EXACT = new LinearGaussian(0, 0);
    private static final LinearGaussian ROUGH = new LinearGaussian(0.4, 0.5);
    private static final ImageDataset IMAGES = images(400);

    private static ImageDataset images(int count) {
        byte[] pixels = new byte[4 * count];
        new SplittableRandom(5).nextBytes(pixels);
        return ImageDataset.of("noise", new ImageShape(1, 2, 2), pixels);
    }

    private static Bounds estimate(LatentDensities model, ImageDataset images, int draws) {
        return new LikelihoodBounds(model).estimate(images, draws, 3, MetricProgress.NONE);
    }

    /** All weights are p(x). */
    @Test
    void theTruePosteriorMakesOneDrawExact() {
        Bounds bounds = estimate(EXACT, IMAGES, 1);
        assertEquals(EXACT.logLikelihood(IMAGES), bounds.importanceWeighted(), 1e-5);
    }

    @Test
    void oneDrawIsTheEvidenceLowerBoundInExpectation() {
        Bounds bounds = estimate(ROUGH, IMAGES, 1);
        double expected = ROUGH.logLikelihood(IMAGES) - ROUGH.gap();
        assertEquals(expected, bounds.importanceWeighted(), 0.1);
        assertEquals(expected, estimate(ROUGH, IMAGES, 300).evidence(), 0.01);
    }

    @Test
    void approachesTheLikelihoodFromBelow() {
        double likelihood = ROUGH.logLikelihood(IMAGES);
        double before = likelihood - ROUGH.gap() - 0.1;
        for (int draws : new int[] {1, 5, 50, 500}) {
            double bound = estimate(ROUGH, IMAGES, draws).importanceWeighted();
            assertTrue(bound > before, draws + " draws: " + bound + " after " + before);
            assertTrue(bound < likelihood + 2e-3, draws + " draws: " + bound + " beyond " + likelihood);
            before = bound;
        }
        ImageDataset few = images(5);
        assertEquals(ROUGH.logLikelihood(few), estimate(ROUGH, few, 5000).importanceWeighted(), 0.03);
    }

    /** What the second image adds is the same whatever the first one is, and whether they are decoded together or not. */
    @Test
    void anImageDoesNotDependOnTheOthers() {
        for (int draws : new int[] {1, 100, 700}) {
            double difference = ofTwo(10, 20, draws) - ofTwo(10, 250, draws);
            assertEquals(difference, ofTwo(200, 20, draws) - ofTwo(200, 250, draws), 1e-9);
        }
    }

    private static double ofTwo(int firstGrey, int secondGrey, int draws) {
        byte[] pixels = new byte[8];
        Arrays.fill(pixels, 0, 4, (byte) firstGrey);
        Arrays.fill(pixels, 4, 8, (byte) secondGrey);
        ImageDataset two = ImageDataset.of("two", new ImageShape(1, 2, 2), pixels);
        return estimate(ROUGH, two, draws).importanceWeighted();
    }

    @Test
    void anotherSeedDrawsAnew() {
        LikelihoodBounds bounds = new LikelihoodBounds(ROUGH);
        assertNotEquals(
                bounds.estimate(IMAGES, 2, 1, MetricProgress.NONE), bounds.estimate(IMAGES, 2, 2, MetricProgress.NONE));
    }

    @Test
    void reportsItsFigures() {
        List<Double> shares = new ArrayList<>();
        EvaluationData data = new EvaluationData(IMAGES, IMAGES, 600, 3, (what, share) -> shares.add(share));
        List<MetricResult> results = new LikelihoodBounds(ROUGH).measure(data);
        assertEquals(
                List.of("elbo_nats", "reconstruction_nats", "kl_nats", "nll_iwae_600_nats"),
                results.stream().map(MetricResult::name).toList());
        assertEquals(
                results.get(0).value(), -results.get(1).value() - results.get(2).value(), 1e-12);
        assertEquals(-ROUGH.logLikelihood(IMAGES), results.get(3).value(), 0.01);
        assertEquals(400, results.get(3).images());
        assertEquals(400, shares.size());
        assertEquals(1, shares.get(399));
    }

    /** The same normal distribution, as a mixture whose divergence is estimated: the draws are the same ones. */
    @Test
    void usesThePriorOfTheModel() {
        Bounds expected = estimate(ROUGH, IMAGES, 50);
        Bounds actual = estimate(new WithPrior(normal(0)), IMAGES, 50);
        assertEquals(expected.importanceWeighted(), actual.importanceWeighted(), 1e-4);
        assertEquals(expected.reconstruction(), actual.reconstruction(), 1e-6);
        assertEquals(expected.divergence(), actual.divergence(), 0.02);
        assertTrue(estimate(new WithPrior(normal(5)), IMAGES, 50).importanceWeighted()
                < expected.importanceWeighted() - 1);
    }

    private static LatentPrior normal(float mean) {
        int size = ROUGH.latentSize();
        float[] means = new float[size];
        Arrays.fill(means, mean);
        float[] deviations = new float[size];
        Arrays.fill(deviations, 1);
        return new GaussianMixture(size, GaussianMixture.Covariance.DIAGONAL, new float[] {1}, means, deviations);
    }

    private record WithPrior(LatentPrior prior) implements LatentDensities {

        @Override
        public int latentSize() {
            return ROUGH.latentSize();
        }

        @Override
        public PixelRange pixelRange() {
            return ROUGH.pixelRange();
        }

        @Override
        public boolean isBinary() {
            return ROUGH.isBinary();
        }

        @Override
        public String likelihoodNote() {
            return ROUGH.likelihoodNote();
        }

        @Override
        public INDArray posterior(Batch batch) {
            return ROUGH.posterior(batch);
        }

        @Override
        public double[] logLikelihoods(Batch batch, INDArray latents) {
            return ROUGH.logLikelihoods(batch, latents);
        }
    }

    @Test
    void refusesNoDraws() {
        assertThrows(IllegalArgumentException.class, () -> estimate(EXACT, IMAGES, 0));
    }
}
