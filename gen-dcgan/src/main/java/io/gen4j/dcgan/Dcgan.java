package io.gen4j.dcgan;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.persist.ModelFile;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The deep convolutional GAN (Radford, Metz and Chintala 2016, arXiv:1511.06434). The generator takes a latent for a single
 * pixel of many channels and doubles its sides, with batch normalisation and ReLU, until it is an image, through tanh;
 * the discriminator goes the other way with strided convolutions and leaky ReLU (slope 0.2). Images are squares of 16,
 * 28, 32, 64 or 128 pixels, grey or RGB.
 */
public final class Dcgan implements GenerativeModel {

    private final DcganConfig config;
    private final ImageSpec spec;
    private final DcganNetworks networks;

    /**
     * A new model with initial weights.
     *
     * @throws IllegalArgumentException if the images' size is none of those, or the settings ask for a conditional model
     */
    public Dcgan(DcganConfig config, ImageSpec spec) {
        this(config, spec, null);
    }

    Dcgan(DcganConfig config, ImageSpec spec, @Nullable ComputationGraph trained) {
        if (config.conditional()) {
            throw new IllegalArgumentException("conditional is true: must be false here, or use ConditionalDcgan");
        }
        this.config = config;
        this.spec = spec;
        this.networks = new DcganNetworks(config, spec, trained);
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

    /** Starts from the {@link DcganConfig#DEFAULTS}, for images of any kind that the model takes. */
    public static DcganConfig.Builder<Dcgan> builder(ImageSpec spec) {
        return new DcganConfig.Builder<>(config -> new Dcgan(config, spec));
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file holds something else, or is damaged
     */
    public static Dcgan load(Path file) throws IOException {
        return ModelFile.load(file, Dcgan.class);
    }

    @Override
    public String family() {
        return DcganFamily.NAME;
    }

    @Override
    public DcganConfig config() {
        return config;
    }

    @Override
    public ImageSpec spec() {
        return spec;
    }

    @Override
    public PixelRange pixelRange() {
        return PixelRange.SIGNED;
    }

    @Override
    public int latentSize() {
        return config.latent();
    }

    @Override
    public INDArray generate(INDArray latents) {
        return networks.generate(latents);
    }

    @Override
    public Trainer newTrainer() {
        return networks.newTrainer(this, new RandomStreams(config.seed()));
    }

    @Override
    public Trainer newTrainer(RandomSource random) {
        return networks.newTrainer(this, random);
    }

    /** Of both networks, with the gradients of the last update. */
    List<GraphParameters> parameters() {
        return networks.parameters();
    }

    /** Writes the generator; a model that is loaded again has a discriminator with initial weights. */
    @Override
    public void save(Path file) throws IOException {
        ModelFile.write(file, this, networks.generatorGraph());
    }

    @Override
    public Map<String, ComputationGraph> networks() {
        return networks.graphs();
    }

    @Override
    public List<InferenceGraph> inferenceGraphs() {
        return networks.inferenceGraphs();
    }

    @Override
    public List<StateDict> stateDicts() {
        return networks.stateDicts();
    }

    @Override
    public void close() {
        networks.close();
    }
}
