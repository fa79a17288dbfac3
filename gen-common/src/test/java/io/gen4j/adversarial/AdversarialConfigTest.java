package io.gen4j.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.nn.optim.LearningRateSchedule;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdversarialConfigTest {

    @Test
    void buildsWhatItIsTold() {
        assertEquals(AdversarialConfig.DEFAULTS, AdversarialConfig.builder().build());
        assertEquals(0.999, AdversarialConfig.DEFAULTS.ema());
        AdversarialConfig config = AdversarialConfig.builder()
                .loss(AdversarialLoss.WASSERSTEIN)
                .criticSteps(5)
                .gradientPenalty(10)
                .spectralNorm(true)
                .instanceNoise(0.1)
                .instanceNoiseSteps(7)
                .diffAugment(true)
                .ema(0.99)
                .discriminatorLearningRate(0.0004)
                .r1(2)
                .r2(3)
                .penaltyInterval(16)
                .matchingAware(true)
                .schedule(LearningRateSchedule.COSINE)
                .build();
        assertEquals(
                new AdversarialConfig(
                        AdversarialLoss.WASSERSTEIN,
                        5,
                        10,
                        0,
                        true,
                        0,
                        0.1,
                        7,
                        false,
                        true,
                        0.99,
                        0.0004,
                        2,
                        3,
                        16,
                        1,
                        true,
                        LearningRateSchedule.COSINE),
                config);
    }

    @Test
    void theDiscriminatorLearnsAsFastAsTheGeneratorUnlessTold() {
        assertEquals(0.1, AdversarialConfig.DEFAULTS.discriminatorLearningRate(0.1));
        assertEquals(
                0.4,
                AdversarialConfig.builder()
                        .discriminatorLearningRate(0.4)
                        .build()
                        .discriminatorLearningRate(0.1));
    }

    @Test
    void refusesWhatLiesOutsideItsRange() {
        assertRefused("critic steps is 0", builder -> builder.criticSteps(0));
        assertRefused("label smoothing is 0.6", builder -> builder.labelSmoothing(0.6));
        assertRefused("instance noise is NaN", builder -> builder.instanceNoise(Double.NaN));
        assertRefused("ema is 1.0", builder -> builder.ema(1));
        assertRefused("discriminator learning rate is -1.0", builder -> builder.discriminatorLearningRate(-1));
        assertRefused("gradient penalty is 10001.0", builder -> builder.gradientPenalty(10001));
        assertRefused("r1 is -0.1", builder -> builder.r1(-0.1));
        assertRefused("r1 is 10001.0", builder -> builder.r1(10001));
        assertRefused("packing is 0", builder -> builder.packing(0));
        assertRefused("packing is 17", builder -> builder.packing(17));
        assertRefused(
                "r1 is 1.0: cannot be had with packing",
                builder -> builder.packing(2).r1(1));
        assertRefused(
                "loss is relativistic: compares single pairs",
                builder -> builder.packing(2).loss(AdversarialLoss.RELATIVISTIC));
        assertRefused(
                "loss is relativistic: compares single pairs",
                builder -> builder.matchingAware(true).loss(AdversarialLoss.RELATIVISTIC));
        assertRefused("r2 is NaN", builder -> builder.r2(Double.NaN));
        assertRefused("r2 is Infinity", builder -> builder.r2(Double.POSITIVE_INFINITY));
        assertRefused("penalty interval is 0", builder -> builder.r1(1).penaltyInterval(0));
        assertRefused("penalty interval is 1001", builder -> builder.r1(1).penaltyInterval(1001));
    }

    @Test
    void refusesWhatDoesNotGoTogetherAndNamesTheWayOut() {
        assertRefused("choose that loss", builder -> builder.weightClip(0.01));
        assertRefused("set gradient penalty", builder -> builder.loss(AdversarialLoss.WASSERSTEIN));
        assertRefused(
                "choose one of the two",
                builder -> builder.loss(AdversarialLoss.WASSERSTEIN)
                        .weightClip(0.01)
                        .gradientPenalty(10));
        assertRefused(
                "the same as spectral norm",
                builder -> builder.loss(AdversarialLoss.WASSERSTEIN)
                        .weightClip(0.01)
                        .spectralNorm(true));
        assertRefused(
                "choose one",
                builder -> builder.loss(AdversarialLoss.WASSERSTEIN)
                        .gradientPenalty(10)
                        .minibatchStddev(true));
        assertRefused(
                "non-saturating or least-squares",
                builder -> builder.loss(AdversarialLoss.HINGE).labelSmoothing(0.1));
        assertRefused(
                "r1 is 1.0: cannot be had with minibatch",
                builder -> builder.r1(1).minibatchStddev(true));
        assertRefused(
                "r2 is 1.0: cannot be had with minibatch",
                builder -> builder.r2(1).minibatchStddev(true));
        assertRefused(
                "loss is relativistic: cannot be had with minibatch",
                builder -> builder.loss(AdversarialLoss.RELATIVISTIC).minibatchStddev(true));
        assertRefused("set r1, r2 or gradient penalty", builder -> builder.penaltyInterval(16));
        assertRefused("set instance noise", builder -> builder.instanceNoiseSteps(100));
    }

    @ParameterizedTest
    @EnumSource
    void everyLossCanHaveEveryPenalty(AdversarialLoss loss) {
        assertEquals(
                Optional.of("gradient penalty is 10.0"),
                AdversarialConfig.builder()
                        .loss(loss)
                        .gradientPenalty(10)
                        .build()
                        .penalty());
        assertEquals(
                Optional.of("r1 is 1.0"),
                AdversarialConfig.builder().loss(loss).r1(1).r2(2).build().penalty());
        assertEquals(
                Optional.of("r2 is 2.0"),
                AdversarialConfig.builder().loss(loss).r2(2).build().penalty());
        assertEquals(Optional.empty(), AdversarialConfig.DEFAULTS.penalty());
    }

    private static void assertRefused(String reason, UnaryOperator<AdversarialConfig.Builder> change) {
        AdversarialConfig.Builder builder = change.apply(AdversarialConfig.builder());
        String message =
                assertThrows(IllegalArgumentException.class, builder::build).getMessage();
        assertTrue(message.contains(reason), message);
        assertEquals(1, message.lines().count());
    }
}
