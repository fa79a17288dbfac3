package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomSource;
import io.gen4j.reference.PyTorchEquality;
import java.util.List;

class AutoencoderPyTorchTest extends PyTorchEquality<Autoencoder> {

    AutoencoderPyTorchTest() {
        super("ae");
    }

    @Override
    protected Autoencoder newModel() {
        AutoencoderConfig config =
                AutoencoderConfig.builder().latent(4).hidden(16).build();
        return new Autoencoder(config, new ImageSpec(new ImageShape(1, 6, 6), List.of()));
    }

    @Override
    protected Trainer newTrainer(Autoencoder autoencoder, RandomSource random) {
        return autoencoder.newTrainer();
    }

    @Override
    protected List<GraphParameters> parameters(Autoencoder autoencoder) {
        return List.of(autoencoder.parameters());
    }
}
