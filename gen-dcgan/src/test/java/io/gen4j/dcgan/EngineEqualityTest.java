package io.gen4j.dcgan;

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
    protected int side() {
        return 16;
    }

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        Map<String, Function<ImageSpec, GenerativeModel>> models = new LinkedHashMap<>();
        models.put("dcgan", spec -> new Dcgan(small(DcganConfig.builder()).build(), spec));
        models.put(
                "with labels",
                spec -> new ConditionalDcgan(
                        small(DcganConfig.conditionalBuilder()).build(), spec));
        models.put(
                "with labels, hinge, spectral norm and no normalisation",
                spec -> new ConditionalDcgan(
                        small(DcganConfig.conditionalBuilder())
                                .discriminatorBatchNorm(false)
                                .adversarial(AdversarialConfig.builder()
                                        .loss(AdversarialLoss.HINGE)
                                        .spectralNorm(true)
                                        .build())
                                .build(),
                        spec));
        models.put(
                "labels by normalisation and projection",
                spec -> new ConditionalDcgan(
                        small(DcganConfig.conditionalBuilder())
                                .generatorLabel(GeneratorLabel.NORMALIZATION)
                                .discriminatorLabel(DiscriminatorLabel.PROJECTION)
                                .adversarial(AdversarialConfig.builder()
                                        .loss(AdversarialLoss.HINGE)
                                        .spectralNorm(true)
                                        .build())
                                .build(),
                        spec));
        models.put(
                "projection and R1",
                spec -> new ConditionalDcgan(
                        small(DcganConfig.conditionalBuilder())
                                .discriminatorLabel(DiscriminatorLabel.PROJECTION)
                                .discriminatorBatchNorm(false)
                                .adversarial(AdversarialConfig.builder().r1(1).build())
                                .build(),
                        spec));
        models.put(
                "projection and minibatch deviation",
                spec -> new ConditionalDcgan(
                        small(DcganConfig.conditionalBuilder())
                                .discriminatorLabel(DiscriminatorLabel.PROJECTION)
                                .adversarial(AdversarialConfig.builder()
                                        .minibatchStddev(true)
                                        .build())
                                .build(),
                        spec));
        models.put(
                "pairs, R1 and R2",
                spec -> new Dcgan(
                        small(DcganConfig.builder())
                                .discriminatorBatchNorm(false)
                                .adversarial(AdversarialConfig.builder()
                                        .loss(AdversarialLoss.RELATIVISTIC)
                                        .r1(1)
                                        .r2(1)
                                        .build())
                                .build(),
                        spec));
        models.put(
                "minibatch deviation",
                spec -> new Dcgan(
                        small(DcganConfig.builder())
                                .adversarial(AdversarialConfig.builder()
                                        .minibatchStddev(true)
                                        .build())
                                .build(),
                        spec));
        models.put(
                "packs and augmentation",
                spec -> new Dcgan(
                        small(DcganConfig.builder())
                                .adversarial(AdversarialConfig.builder()
                                        .packing(2)
                                        .diffAugment(true)
                                        .build())
                                .build(),
                        spec));
        models.put(
                "residual blocks, labels by normalisation and projection",
                spec -> new ConditionalDcgan(
                        small(DcganConfig.conditionalBuilder())
                                .residual(true)
                                .discriminatorBatchNorm(false)
                                .generatorLabel(GeneratorLabel.NORMALIZATION)
                                .discriminatorLabel(DiscriminatorLabel.PROJECTION)
                                .adversarial(AdversarialConfig.builder()
                                        .loss(AdversarialLoss.HINGE)
                                        .spectralNorm(true)
                                        .build())
                                .build(),
                        spec));
        models.put(
                "residual blocks and R1",
                spec -> new Dcgan(
                        small(DcganConfig.builder())
                                .residual(true)
                                .discriminatorBatchNorm(false)
                                .adversarial(AdversarialConfig.builder()
                                        .spectralNorm(true)
                                        .r1(1)
                                        .build())
                                .build(),
                        spec));
        models.put(
                "wrong labels",
                spec -> new ConditionalDcgan(
                        small(DcganConfig.conditionalBuilder())
                                .adversarial(AdversarialConfig.builder()
                                        .matchingAware(true)
                                        .build())
                                .build(),
                        spec));
        return models;
    }

    private static DcganConfig.Builder<DcganConfig> small(DcganConfig.Builder<DcganConfig> builder) {
        return builder.latent(3).features(4).learningRate(LOW).batchSize(8);
    }
}
