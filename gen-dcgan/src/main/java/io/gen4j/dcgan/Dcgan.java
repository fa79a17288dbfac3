package io.gen4j.dcgan;

import io.gen4j.ImageSpec;
import io.gen4j.adversarial.AdversarialModel;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The deep convolutional GAN (Radford, Metz and Chintala 2016, arXiv:1511.06434). Use it for sharp images: squares of
 * 16, 28, 32, 64 or 128 pixels, grey or RGB.
 *
 * <p>The generator treats a latent as a single pixel with many channels. It doubles the sides with batch normalisation
 * and ReLU until it has an image, and ends with tanh. The discriminator goes the other way, with strided convolutions
 * and leaky ReLU (slope 0.2).
 */
public final class Dcgan extends AdversarialModel<DcganConfig> {

    /**
     * A new model with initial weights.
     *
     * @throws IllegalArgumentException if the images' size is none of those, or the settings ask for a conditional model
     */
    public Dcgan(DcganConfig config, ImageSpec spec) {
        this(config, spec, new DcganGraphs(unconditional(config), spec).newGenerator());
    }

    /** A model on the weights of a generator like the one of {@link #generatorGraph()}; the discriminator is new. */
    Dcgan(DcganConfig config, ImageSpec spec, ComputationGraph generator) {
        super(unconditional(config), spec, generator, new DcganGraphs(config, spec).newDiscriminator());
    }

    private static DcganConfig unconditional(DcganConfig config) {
        if (config.conditional()) {
            throw new IllegalArgumentException("conditional is true: must be false here, or use ConditionalDcgan");
        }
        return config;
    }

    /**
     * Starts from the {@link DcganConfig#DEFAULTS}, for images like MNIST's.
     *
     * <pre>{@code
     * Dcgan model = Dcgan.builder().epochs(5).build();
     * }</pre>
     */
    public static DcganConfig.Builder<Dcgan> builder() {
        return builder(ImageSpec.MNIST);
    }

    /** Starts from the {@link DcganConfig#DEFAULTS}, for images of another shape or with other labels. */
    public static DcganConfig.Builder<Dcgan> builder(ImageSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new DcganConfig.Builder<>(false, config -> new Dcgan(config, spec));
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file holds something else, or is damaged
     */
    public static Dcgan load(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return ModelFile.load(file, Dcgan.class);
    }

    @Override
    public String family() {
        return DcganFamily.NAME;
    }

    @Override
    public INDArray generate(INDArray latents) {
        return draw(latents);
    }
}
