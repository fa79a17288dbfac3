package io.gen4j.vae;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelFamily;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Registers {@link Autoencoder} as the family {@code ae}. You rarely need it: {@link io.gen4j.ModelFamilies} finds it.
 */
public final class AutoencoderFamily implements ModelFamily<AutoencoderConfig> {

    static final String NAME = "ae";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Plain autoencoder: squeezes images through a small layer and rebuilds them";
    }

    @Override
    public AutoencoderConfig defaults() {
        return AutoencoderConfig.DEFAULTS;
    }

    @Override
    public GenerativeModel create(AutoencoderConfig config, ImageSpec spec) {
        return new Autoencoder(config, spec);
    }

    @Override
    public GenerativeModel load(Path file, AutoencoderConfig config, ImageSpec spec) throws IOException {
        return new Autoencoder(config, spec, ModelFile.readInto(file, Autoencoder.newGraph(config, spec)));
    }
}
