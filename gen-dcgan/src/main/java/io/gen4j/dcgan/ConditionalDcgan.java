package io.gen4j.dcgan;

import io.gen4j.ImageSpec;
import io.gen4j.adversarial.AdversarialModel;
import io.gen4j.latent.LabelMixingModel;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link Dcgan} that generates images of a given label (Mirza and Osindero 2014). Use it to ask for a certain digit.
 * The generator's embedding of the label is appended to the latent. The discriminator's embedding is one more channel
 * of the image.
 */
public final class ConditionalDcgan extends AdversarialModel<DcganConfig> implements LabelMixingModel {

    /**
     * Makes a new model with initial weights.
     *
     * @throws IllegalArgumentException if the images have no labels or a size that {@link Dcgan} does not support, or
     *     if the settings are not conditional
     */
    public ConditionalDcgan(DcganConfig config, ImageSpec spec) {
        this(config, spec, new DcganGraphs(conditional(config), labelled(spec)).newGenerator());
    }

    /**
     * Makes a model that shares the weights of a generator like {@link #generatorGraph()}. The discriminator is new.
     */
    ConditionalDcgan(DcganConfig config, ImageSpec spec, ComputationGraph generator) {
        super(conditional(config), spec, generator, new DcganGraphs(config, labelled(spec)).newDiscriminator());
    }

    private static DcganConfig conditional(DcganConfig config) {
        if (!config.conditional()) {
            throw new IllegalArgumentException("conditional is false: must be true here, or use Dcgan");
        }
        return config;
    }

    private static ImageSpec labelled(ImageSpec spec) {
        spec.requireLabels("a conditional dcgan");
        return spec;
    }

    /**
     * A builder that starts from the {@link DcganConfig#DEFAULTS}, for MNIST's image shape and labels.
     *
     * <pre>{@code
     * ConditionalDcgan model = ConditionalDcgan.builder().epochs(5).build();
     * }</pre>
     */
    public static DcganConfig.Builder<ConditionalDcgan> builder() {
        return builder(ImageSpec.MNIST);
    }

    /**
     * A builder that starts from the {@link DcganConfig#DEFAULTS}, for images of another shape or with other labels.
     */
    public static DcganConfig.Builder<ConditionalDcgan> builder(ImageSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new DcganConfig.Builder<>(true, config -> new ConditionalDcgan(config, spec));
    }

    /**
     * Loads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file is not such a model, or is damaged
     */
    public static ConditionalDcgan load(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return ModelFile.load(file, ConditionalDcgan.class);
    }

    @Override
    public String family() {
        return DcganFamily.NAME;
    }

    @Override
    public INDArray generate(INDArray latents, int[] labels) {
        return draw(latents, labels);
    }

    @Override
    public INDArray generateMixed(INDArray latents, INDArray labelWeights) {
        return drawMixed(latents, labelWeights);
    }
}
