package io.gen4j.cgan;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Registers {@link ConditionalGan} as a model family. You rarely need it: {@link io.gen4j.ModelFamilies} finds it. */
public final class ConditionalGanFamily implements ModelFamily<ConditionalGanConfig> {

    static final String NAME = "cgan";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Conditional GAN: draws the label that it is asked for";
    }

    @Override
    public ConditionalGanConfig defaults() {
        return ConditionalGanConfig.DEFAULTS;
    }

    @Override
    public List<Preset<ConditionalGanConfig>> presets() {
        return List.of(
                new Preset<>("plain", "as Mirza and Osindero 2014", ConditionalGanConfig.DEFAULTS, null),
                new Preset<>(
                        "best",
                        "better pictures: on MNIST, 98.9 % show the digit asked for instead of 92.9 %, in 7 minutes on two cores",
                        ConditionalGanConfig.BEST,
                        null));
    }

    @Override
    public GenerativeModel create(ConditionalGanConfig config, ImageSpec spec) {
        return new ConditionalGan(config, spec);
    }

    @Override
    public GenerativeModel load(Path file, ConditionalGanConfig config, ImageSpec spec) throws IOException {
        return new ConditionalGan(config, spec, ModelFile.readInto(file, ConditionalGan.newGenerator(config, spec)));
    }
}
