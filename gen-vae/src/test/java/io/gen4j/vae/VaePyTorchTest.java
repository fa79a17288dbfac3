package io.gen4j.vae;

import io.gen4j.data.ImageShape;
import io.gen4j.model.ImageSpec;
import io.gen4j.nn.GraphParameters;
import io.gen4j.random.RandomSource;
import io.gen4j.reference.PyTorchEquality;
import io.gen4j.train.Trainer;
import java.util.List;

class VaePyTorchTest extends PyTorchEquality<Vae> {

    VaePyTorchTest() {
        super("vae");
    }

    @Override
    protected Vae newModel() {
        VaeConfig config = VaeConfig.builder().latent(4).hidden(16).build();
        return new Vae(config, new ImageSpec(new ImageShape(1, 6, 6), List.of()));
    }

    @Override
    protected Trainer newTrainer(Vae vae, RandomSource random) {
        return vae.newTrainer(random);
    }

    @Override
    protected List<GraphParameters> parameters(Vae vae) {
        return List.of(vae.parameters());
    }
}
