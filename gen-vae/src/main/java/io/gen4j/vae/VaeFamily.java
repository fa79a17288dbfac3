package io.gen4j.vae;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Registers {@link Vae} and {@link ConditionalVae} as the family {@code vae}. You rarely need it: {@link
 * io.gen4j.ModelFamilies} finds it.
 */
public final class VaeFamily implements ModelFamily<VaeConfig> {

    static final String NAME = "vae";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Variational autoencoder: encodes images and draws new ones";
    }

    @Override
    public VaeConfig defaults() {
        return VaeConfig.DEFAULTS;
    }

    @Override
    public List<Preset<VaeConfig>> presets() {
        return List.of(
                new Preset<>("plain", "as in most tutorials", VaeConfig.DEFAULTS, null),
                new Preset<>(
                        "best",
                        "gates and a learnt prior, for black and white pixels: on MNIST 82.4 nats, in half an hour on two cores",
                        VaeConfig.BEST,
                        null));
    }

    @Override
    public GenerativeModel create(VaeConfig config, ImageSpec spec) {
        return config.conditional() ? new ConditionalVae(config, spec) : new Vae(config, spec);
    }

    @Override
    public GenerativeModel load(Path file, VaeConfig config, ImageSpec spec) throws IOException {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(config, "config");
        ComputationGraph graph = ModelFile.readInto(file, AbstractVae.newGraph(config, spec));
        return config.conditional() ? new ConditionalVae(config, spec, graph) : new Vae(config, spec, graph);
    }
}
