package io.gen4j.gan;

import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomSource;
import io.gen4j.reference.PyTorchEquality;
import java.util.List;

class GanPyTorchTest extends PyTorchEquality<Gan> {

    GanPyTorchTest() {
        super("gan");
    }

    @Override
    protected Gan newModel() {
        GanConfig config = GanConfig.builder()
                .latent(5)
                .hidden(12)
                .adversarial(AdversarialConfig.builder().ema(0).build())
                .build();
        return new Gan(config, new ImageSpec(new ImageShape(1, 6, 6), List.of()));
    }

    @Override
    protected Trainer newTrainer(Gan gan, RandomSource random) {
        return gan.newTrainer(random);
    }

    @Override
    protected List<GraphParameters> parameters(Gan gan) {
        return List.of(gan.generatorParameters(), gan.discriminatorParameters());
    }
}
