package io.gen4j.dcgan;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Registers {@link Dcgan} and {@link ConditionalDcgan} as a model family. You rarely need it: {@link
 * io.gen4j.ModelFamilies} finds it.
 */
public final class DcganFamily implements ModelFamily<DcganConfig> {

    static final String NAME = "dcgan";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Deep convolutional GAN: sharper images, from convolutions and batch normalisation";
    }

    @Override
    public DcganConfig defaults() {
        return DcganConfig.QUICK;
    }

    @Override
    public List<Preset<DcganConfig>> presets() {
        return List.of(
                new Preset<>("quick", "28 x 28 pixels, 32 features: minutes on a CPU", DcganConfig.QUICK, 28),
                new Preset<>(
                        "best",
                        "28 x 28 pixels, for the best pictures: on MNIST with --conditional, a frechet_distance of 6,"
                                + " in 9 minutes on two cores",
                        DcganConfig.BEST,
                        28),
                new Preset<>("paper", "64 x 64 pixels, 64 features: hours on a CPU", DcganConfig.DEFAULTS, 64));
    }

    @Override
    public GenerativeModel create(DcganConfig config, ImageSpec spec) {
        return config.conditional() ? new ConditionalDcgan(config, spec) : new Dcgan(config, spec);
    }

    @Override
    public GenerativeModel load(Path file, DcganConfig config, ImageSpec spec) throws IOException {
        ComputationGraph generator = ModelFile.readInto(file, new DcganGraphs(config, spec).newGenerator());
        return config.conditional()
                ? new ConditionalDcgan(config, spec, generator)
                : new Dcgan(config, spec, generator);
    }
}
