package io.gen4j.dcgan;

import io.gen4j.GenerativeModel;
import io.gen4j.ModelDoors;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import java.util.List;
import java.util.function.Supplier;

class ModelDoorsTest extends ModelDoors {

    @Override
    protected List<Supplier<GenerativeModel>> models(int latent) {
        return List.of(
                () -> Dcgan.builder(SPEC)
                        .latent(latent)
                        .features(4)
                        .batchSize(10)
                        .epochs(1)
                        .build(),
                () -> ConditionalDcgan.builder(SPEC)
                        .latent(latent)
                        .features(4)
                        .batchSize(10)
                        .epochs(1)
                        .build(),
                () -> ConditionalDcgan.builder(SPEC)
                        .latent(latent)
                        .features(4)
                        .batchSize(10)
                        .epochs(1)
                        .generatorLabel(GeneratorLabel.NORMALIZATION)
                        .discriminatorLabel(DiscriminatorLabel.PROJECTION)
                        .build());
    }
}
