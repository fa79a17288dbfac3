package io.gen4j.vae;

import io.gen4j.GenerativeModel;
import io.gen4j.ModelDoors;
import java.util.List;
import java.util.function.Supplier;

class ModelDoorsTest extends ModelDoors {

    @Override
    protected List<Supplier<GenerativeModel>> models(int latent) {
        return List.of(
                () -> Vae.builder(SPEC)
                        .latent(latent)
                        .hidden(16)
                        .batchSize(10)
                        .epochs(1)
                        .build(),
                () -> Vae.builder(SPEC)
                        .latent(latent)
                        .conv(true)
                        .features(4)
                        .batchSize(10)
                        .epochs(1)
                        .build(),
                () -> Vae.builder(SPEC)
                        .latent(latent)
                        .hidden(16)
                        .gated(true)
                        .prior(VaeConfig.Prior.VAMP)
                        .pseudoInputs(3)
                        .iwae(2)
                        .batchSize(10)
                        .epochs(1)
                        .build(),
                () -> ConditionalVae.builder(SPEC)
                        .latent(latent)
                        .hidden(16)
                        .batchSize(10)
                        .epochs(1)
                        .build(),
                () -> Autoencoder.builder(SPEC)
                        .latent(latent)
                        .hidden(16)
                        .batchSize(10)
                        .epochs(1)
                        .build());
    }
}
