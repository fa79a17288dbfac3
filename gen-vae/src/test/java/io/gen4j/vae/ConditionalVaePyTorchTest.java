package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomSource;
import io.gen4j.reference.PyTorchEquality;
import java.util.List;

class ConditionalVaePyTorchTest extends PyTorchEquality<ConditionalVae> {

    ConditionalVaePyTorchTest() {
        super("cvae");
    }

    @Override
    protected ConditionalVae newModel() {
        VaeConfig config = VaeConfig.conditionalBuilder().latent(4).hidden(16).build();
        return new ConditionalVae(config, new ImageSpec(new ImageShape(1, 6, 6), List.of("a", "b", "c")));
    }

    @Override
    protected Trainer newTrainer(ConditionalVae vae, RandomSource random) {
        return vae.newTrainer(random);
    }

    @Override
    protected List<GraphParameters> parameters(ConditionalVae vae) {
        return List.of(vae.parameters());
    }
}
