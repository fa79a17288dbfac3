package io.gen4j.dcgan;

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
                "dcgan", spec -> new Dcgan(small(DcganConfig.builder()).build(), spec),
                "dcgan of residual blocks",
                        spec -> new Dcgan(
                                small(DcganConfig.builder())
                                        .residual(true)
                                        .discriminatorBatchNorm(false)
                                        .adversarial(AdversarialConfig.builder()
                                                .spectralNorm(true)
                                                .r1(1)
                                                .build())
                                        .build(),
                                spec),
                "dcgan with packs",
                        spec -> new Dcgan(
                                small(DcganConfig.builder())
                                        .adversarial(AdversarialConfig.builder()
                                                .packing(2)
                                                .build())
                                        .build(),
                                spec),
                "dcgan with labels",
                        spec -> new ConditionalDcgan(
                                small(DcganConfig.conditionalBuilder()).build(), spec),
                "dcgan with labels by projection and normalisation",
                        spec -> new ConditionalDcgan(
                                small(DcganConfig.conditionalBuilder())
                                        .discriminatorConvolutions(1)
                                        .discriminatorFeatures(3)
                                        .generatorLabel(GeneratorLabel.NORMALIZATION)
                                        .discriminatorLabel(DiscriminatorLabel.PROJECTION)
                                        .adversarial(AdversarialConfig.builder()
                                                .loss(AdversarialLoss.HINGE)
                                                .spectralNorm(true)
                                                .build())
                                        .build(),
                                spec));
    }

    private static DcganConfig.Builder<DcganConfig> small(DcganConfig.Builder<DcganConfig> builder) {
        return builder.latent(3).features(4).batchSize(8).epochs(2);
    }
}
