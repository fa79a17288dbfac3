package io.gen4j.examples.pixelwise;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelFamily;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;

/** Registers {@link Pixelwise} as a model family. The file in META-INF/services names this class. */
public final class PixelwiseFamily implements ModelFamily<PixelwiseConfig> {

    static final String NAME = "pixelwise";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "A normal distribution for each pixel: an example, and a floor for real models";
    }

    @Override
    public PixelwiseConfig defaults() {
        return PixelwiseConfig.DEFAULTS;
    }

    @Override
    public GenerativeModel create(PixelwiseConfig config, ImageSpec spec) {
        return new Pixelwise(config, spec);
    }

    @Override
    public GenerativeModel load(Path file, PixelwiseConfig config, ImageSpec spec) throws IOException {
        return new Pixelwise(
                config,
                spec,
                ModelFile.readInto(file, Pixelwise.newGraph(spec.shape().size())));
    }
}
