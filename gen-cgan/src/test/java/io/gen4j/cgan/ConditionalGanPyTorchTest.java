package io.gen4j.cgan;

import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomSource;
import io.gen4j.reference.PyTorchEquality;
import java.util.List;

class ConditionalGanPyTorchTest extends PyTorchEquality<ConditionalGan> {

    ConditionalGanPyTorchTest() {
        super("cgan");
    }

    @Override
    protected ConditionalGan newModel() {
        ConditionalGanConfig config = ConditionalGanConfig.builder()
                .latent(5)
                .embedding(2)
                .hidden(4)
                .dropout(0)
                .adversarial(AdversarialConfig.builder().ema(0).build())
                .build();
        return new ConditionalGan(config, new ImageSpec(new ImageShape(1, 6, 6), List.of("a", "b", "c")));
    }

    @Override
    protected Trainer newTrainer(ConditionalGan gan, RandomSource random) {
        return gan.newTrainer(random);
    }

    @Override
    protected List<GraphParameters> parameters(ConditionalGan gan) {
        return List.of(gan.generatorParameters(), gan.discriminatorParameters());
    }
}
