package io.gen4j.dcgan;

import io.gen4j.ConditionalModel;
import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Conditions;
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
 * A {@link Dcgan} whose networks are told a label (Mirza and Osindero 2014): an embedding of it lies behind the latent, and
 * another is one more channel of the image that the discriminator sees.
 */
public final class ConditionalDcgan implements ConditionalModel {

    private final DcganConfig config;
    private final ImageSpec spec;
    private final DcganNetworks networks;

    /**
     * A new model with initial weights.
     *
     * @throws IllegalArgumentException if the images have no labels or a size that {@link Dcgan} does not take, or the
     *     settings ask for a model without labels
     */
    public ConditionalDcgan(DcganConfig config, ImageSpec spec) {
        this(config, spec, null);
    }

    ConditionalDcgan(DcganConfig config, ImageSpec spec, @Nullable ComputationGraph trained) {
        if (!config.conditional()) {
            throw new IllegalArgumentException("conditional is false: must be true here, or use Dcgan");
        }
        spec.requireLabels("a conditional dcgan");
        this.config = config;
        this.spec = spec;
        this.networks = new DcganNetworks(config, spec, trained);
    }

    /**
     * Starts from the {@link DcganConfig#DEFAULTS}, for images like MNIST's.
     *
     * <pre>{@code
     * ConditionalDcgan model = ConditionalDcgan.builder().epochs(5).build();
     * }</pre>
     */
    public static DcganConfig.Builder<ConditionalDcgan> builder() {
        return builder(ImageSpec.MNIST);
    }

    /** Starts from the {@link DcganConfig#DEFAULTS}, for images of any kind that the model takes. */
    public static DcganConfig.Builder<ConditionalDcgan> builder(ImageSpec spec) {
        return new DcganConfig.Builder<>(config -> new ConditionalDcgan(config, spec)).conditional(true);
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file holds something else, or is damaged
     */
    public static ConditionalDcgan load(Path file) throws IOException {
        return ModelFile.load(file, ConditionalDcgan.class);
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
    public INDArray generate(INDArray latents, int[] labels) {
        try (INDArray input = Conditions.join(latents, labels, spec.labelNames().size())) {
            return networks.generate(input);
        }
    }

    @Override
    public Trainer newTrainer() {
        return newTrainer(new RandomStreams(config.seed()));
    }

    @Override
    public Trainer newTrainer(RandomSource random) {
        return networks.newTrainer(this, random);
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
