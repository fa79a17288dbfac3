package io.gen4j.gan;

import io.gen4j.ExactResume;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialLoss;
import io.gen4j.nn.optim.LearningRateSchedule;
import java.util.Map;
import java.util.function.Function;

class ResumeTest extends ExactResume {

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        return Map.of(
                "gan", gan(AdversarialConfig.builder()),
                "gan with spectral norm",
                        gan(AdversarialConfig.builder()
                                .loss(AdversarialLoss.HINGE)
                                .spectralNorm(true)),
                "gan with gradient penalty and critic steps",
                        gan(AdversarialConfig.builder()
                                .loss(AdversarialLoss.WASSERSTEIN)
                                .gradientPenalty(10)
                                .criticSteps(3)),
                "gan with weight clipping",
                        gan(AdversarialConfig.builder()
                                .loss(AdversarialLoss.WASSERSTEIN)
                                .weightClip(0.01)),
                "gan with noise, smoothing, two rates and no average",
                        gan(AdversarialConfig.builder()
                                .instanceNoise(0.1)
                                .instanceNoiseSteps(9)
                                .labelSmoothing(0.1)
                                .discriminatorLearningRate(0.001)
                                .ema(0)),
                "gan with lazy penalties",
                        gan(AdversarialConfig.builder()
                                .gradientPenalty(2)
                                .r1(1)
                                .r2(1)
                                .penaltyInterval(4)),
                "gan with pairs, R1 and R2",
                        gan(AdversarialConfig.builder()
                                .loss(AdversarialLoss.RELATIVISTIC)
                                .r1(1)
                                .r2(1)),
                "gan with minibatch deviation and augmentation",
                        gan(AdversarialConfig.builder().minibatchStddev(true).diffAugment(true)),
                "gan with packs and falling learning rates",
                        gan(AdversarialConfig.builder().packing(3).schedule(LearningRateSchedule.COSINE)),
                "gan with batch normalisation",
                        spec -> new Gan(
                                settings(AdversarialConfig.builder())
                                        .generatorBatchNorm(true)
                                        .build(),
                                spec));
    }

    private static Function<ImageSpec, GenerativeModel> gan(AdversarialConfig.Builder adversarial) {
        return spec -> new Gan(settings(adversarial).build(), spec);
    }

    private static GanConfig.Builder<GanConfig> settings(AdversarialConfig.Builder adversarial) {
        return GanConfig.builder().latent(3).hidden(6).batchSize(8).epochs(2).adversarial(adversarial.build());
    }
}
