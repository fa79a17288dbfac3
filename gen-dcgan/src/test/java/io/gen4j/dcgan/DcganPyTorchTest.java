package io.gen4j.dcgan;

import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomSource;
import io.gen4j.reference.PyTorchEquality;
import java.util.List;

class DcganPyTorchTest extends PyTorchEquality<Dcgan> {

    DcganPyTorchTest() {
        super("dcgan");
    }

    @Override
    protected Dcgan newModel() {
        DcganConfig config = DcganConfig.builder()
                .latent(4)
                .features(2)
                .adversarial(AdversarialConfig.builder().ema(0).build())
                .build();
        return new Dcgan(config, new ImageSpec(new ImageShape(1, 16, 16), List.of()));
    }

    @Override
    protected Trainer newTrainer(Dcgan dcgan, RandomSource random) {
        return dcgan.newTrainer(random);
    }

    @Override
    protected List<GraphParameters> parameters(Dcgan dcgan) {
        return List.of(dcgan.generatorParameters(), dcgan.discriminatorParameters());
    }
}
