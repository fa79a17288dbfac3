package io.gen4j.cgan;

import io.gen4j.ExactResume;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialLoss;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import java.util.Map;
import java.util.function.Function;

class ResumeTest extends ExactResume {

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        return Map.of(
                "cgan with dropout", cgan(AdversarialConfig.builder()),
                "cgan with dropout, pairs and lazy penalties",
                        cgan(AdversarialConfig.builder()
                                .loss(AdversarialLoss.RELATIVISTIC)
                                .r1(1)
                                .r2(1)
                                .penaltyInterval(2)),
                "cgan with dropout, spectral norm and no average",
                        cgan(AdversarialConfig.builder().spectralNorm(true).ema(0)),
                "cgan with wrong labels", cgan(AdversarialConfig.builder().matchingAware(true)),
                "cgan with labels by projection and normalisation",
                        spec -> new ConditionalGan(
                                settings(AdversarialConfig.builder()
                                                .loss(AdversarialLoss.RELATIVISTIC)
                                                .r1(1)
                                                .r2(1))
                                        .generatorLabel(GeneratorLabel.NORMALIZATION)
                                        .discriminatorLabel(DiscriminatorLabel.PROJECTION)
                                        .build(),
                                spec));
    }

    private static Function<ImageSpec, GenerativeModel> cgan(AdversarialConfig.Builder adversarial) {
        return spec -> new ConditionalGan(settings(adversarial).build(), spec);
    }

    private static ConditionalGanConfig.Builder<ConditionalGanConfig> settings(AdversarialConfig.Builder adversarial) {
        return ConditionalGanConfig.builder()
                .latent(3)
                .hidden(4)
                .embedding(2)
                .dropout(0.4)
                .batchSize(8)
                .epochs(2)
                .adversarial(adversarial.build());
    }
}
