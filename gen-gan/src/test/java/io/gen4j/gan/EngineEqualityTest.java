package io.gen4j.gan;

import io.gen4j.EngineEquality;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialLoss;
import io.gen4j.nn.optim.LearningRateSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Every loss and every measure for a stable training. */
class EngineEqualityTest extends EngineEquality {

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        Map<String, Function<ImageSpec, GenerativeModel>> models = new LinkedHashMap<>();
        models.put("non-saturating", gan(AdversarialConfig.builder()));
        models.put("saturating", gan(AdversarialConfig.builder().loss(AdversarialLoss.SATURATING)));
        models.put(
                "least squares, smoothed, no average",
                gan(AdversarialConfig.builder()
                        .loss(AdversarialLoss.LEAST_SQUARES)
                        .labelSmoothing(0.1)
                        .ema(0)));
        models.put(
                "hinge and spectral norm",
                gan(AdversarialConfig.builder().loss(AdversarialLoss.HINGE).spectralNorm(true)));
        models.put(
                "wasserstein and clipping",
                gan(AdversarialConfig.builder()
                        .loss(AdversarialLoss.WASSERSTEIN)
                        .weightClip(0.1)
                        .criticSteps(3)));
        models.put(
                "wasserstein and gradient penalty",
                gan(AdversarialConfig.builder()
                        .loss(AdversarialLoss.WASSERSTEIN)
                        .gradientPenalty(10)
                        .criticSteps(2)));
        models.put(
                "lazy penalties, smoothing, two rates",
                gan(AdversarialConfig.builder()
                        .gradientPenalty(2)
                        .r1(1)
                        .r2(1)
                        .penaltyInterval(4)
                        .labelSmoothing(0.1)
                        .discriminatorLearningRate(0.001)));
        models.put(
                "pairs, R1 and R2",
                gan(AdversarialConfig.builder()
                        .loss(AdversarialLoss.RELATIVISTIC)
                        .r1(1)
                        .r2(1)));
        models.put(
                "instance noise and minibatch deviation",
                gan(AdversarialConfig.builder()
                        .instanceNoise(0.1)
                        .instanceNoiseSteps(60)
                        .minibatchStddev(true)));
        models.put(
                "batch normalisation and R1",
                spec -> new Gan(
                        small(AdversarialConfig.builder().r1(1).penaltyInterval(4))
                                .generatorBatchNorm(true)
                                .build(),
                        spec));
        models.put(
                "packs that batches do not fill, and deviation",
                gan(AdversarialConfig.builder().packing(3).minibatchStddev(true)));
        models.put(
                "packs larger than batches, and noise",
                gan(AdversarialConfig.builder().packing(9).instanceNoise(0.1)));
        models.put(
                "augmentation and noise",
                gan(AdversarialConfig.builder().diffAugment(true).instanceNoise(0.1)));
        models.put(
                "augmented pairs",
                gan(AdversarialConfig.builder()
                        .loss(AdversarialLoss.RELATIVISTIC)
                        .diffAugment(true)
                        .schedule(LearningRateSchedule.COSINE)));
        return models;
    }

    private static Function<ImageSpec, GenerativeModel> gan(AdversarialConfig.Builder adversarial) {
        return spec -> new Gan(small(adversarial).build(), spec);
    }

    private static GanConfig.Builder<GanConfig> small(AdversarialConfig.Builder adversarial) {
        return GanConfig.builder()
                .latent(3)
                .hidden(12)
                .batchSize(8)
                .beta1(0.5)
                .learningRate(LOW)
                .adversarial(adversarial.build());
    }
}
