package io.gen4j.cgan;

import io.gen4j.EngineEquality;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialLoss;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

class EngineEqualityTest extends EngineEquality {

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        Map<String, Function<ImageSpec, GenerativeModel>> models = new LinkedHashMap<>();
        models.put("dropout", cgan(AdversarialConfig.builder()));
        models.put(
                "dropout, pairs and lazy penalties",
                cgan(AdversarialConfig.builder()
                        .loss(AdversarialLoss.RELATIVISTIC)
                        .r1(1)
                        .r2(1)
                        .penaltyInterval(2)));
        models.put(
                "dropout, spectral norm and penalty",
                cgan(AdversarialConfig.builder().spectralNorm(true).gradientPenalty(1)));
        models.put(
                "dropout, noise and minibatch deviation",
                cgan(AdversarialConfig.builder().instanceNoise(0.1).minibatchStddev(true)));
        models.put(
                "dropout and wrong labels",
                cgan(AdversarialConfig.builder().matchingAware(true).diffAugment(true)));
        models.put(
                "labels by normalisation and projection, pairs, R1 and R2",
                spec -> new ConditionalGan(
                        small(AdversarialConfig.builder()
                                        .loss(AdversarialLoss.RELATIVISTIC)
                                        .r1(1)
                                        .r2(1)
                                        .penaltyInterval(4))
                                .dropout(0)
                                .beta1(0)
                                .generatorLabel(GeneratorLabel.NORMALIZATION)
                                .discriminatorLabel(DiscriminatorLabel.PROJECTION)
                                .build(),
                        spec));
        return models;
    }

    private static Function<ImageSpec, GenerativeModel> cgan(AdversarialConfig.Builder adversarial) {
        return spec -> new ConditionalGan(small(adversarial).build(), spec);
    }

    private static ConditionalGanConfig.Builder<ConditionalGanConfig> small(AdversarialConfig.Builder adversarial) {
        return ConditionalGanConfig.builder()
                .latent(3)
                .hidden(6)
                .embedding(2)
                .dropout(0.4)
                .learningRate(LOW)
                .batchSize(8)
                .adversarial(adversarial.build());
    }
}
