package io.gen4j.gan;

import io.gen4j.GenerativeModel;
import io.gen4j.ModelDoors;
import java.util.List;
import java.util.function.Supplier;

class ModelDoorsTest extends ModelDoors {

    @Override
    protected List<Supplier<GenerativeModel>> models(int latent) {
        return List.of(() -> Gan.builder(SPEC)
                .latent(latent)
                .hidden(16)
                .batchSize(10)
                .epochs(1)
                .build());
    }
}
