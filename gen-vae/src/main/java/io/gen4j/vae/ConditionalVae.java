package io.gen4j.vae;

import io.gen4j.ConditionalModel;
import io.gen4j.ImageSpec;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A variational autoencoder that generates images of a given label (Kingma et al. 2014; Sohn, Lee and Yan 2015). Use it
 * to ask for a certain digit.
 *
 * <p>The encoder q(z|x,y) and the decoder p(x|z,y) both take the label y. The label determines the content of the
 * image, and the latent its style. The prior of z is the standard normal distribution for every label.
 *
 * <p>The DL4J graph is that of a {@link Vae} with a second input, {@code label}. It is one-hot, and is appended to the
 * image and to the latent.
 */
public final class ConditionalVae extends AbstractVae implements ConditionalModel {

    /**
     * Makes a new model with initial weights.
     *
     * @param config settings with {@link VaeConfig#conditional()}
     * @throws IllegalArgumentException if the settings are not conditional, or the images have no labels
     */
    public ConditionalVae(VaeConfig config, ImageSpec spec) {
        super(conditional(config), labelled(spec));
    }

    /** Makes a model that shares the weights of a graph. The graph must have the layers of {@link #graph()}. */
    ConditionalVae(VaeConfig config, ImageSpec spec, ComputationGraph graph) {
        super(conditional(config), labelled(spec), graph);
    }

    /**
     * A builder that starts from the {@link VaeConfig#DEFAULTS}, for MNIST's image shape and labels.
     *
     * <pre>{@code
     * ConditionalVae model = ConditionalVae.builder().epochs(5).build();
     * }</pre>
     */
    public static VaeConfig.Builder<ConditionalVae> builder() {
        return builder(ImageSpec.MNIST);
    }

    /** A builder that starts from the {@link VaeConfig#DEFAULTS}, for images of another shape or with other labels. */
    public static VaeConfig.Builder<ConditionalVae> builder(ImageSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new VaeConfig.Builder<>(true, config -> new ConditionalVae(config, spec));
    }

    /**
     * Loads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file is not such a model, or is damaged
     */
    public static ConditionalVae load(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return ModelFile.load(file, ConditionalVae.class);
    }

    private static VaeConfig conditional(VaeConfig config) {
        if (!config.conditional()) {
            throw new IllegalArgumentException("conditional is false: make a Vae of these settings");
        }
        return config;
    }

    private static ImageSpec labelled(ImageSpec spec) {
        if (spec.labelNames().isEmpty()) {
            throw new IllegalArgumentException(
                    "a conditional vae needs labels, and the data has none: put pictures into sub-folders, one a label");
        }
        return spec;
    }

    @Override
    public INDArray generate(INDArray latents, int[] labels) {
        return decode(latents, labels);
    }
}
