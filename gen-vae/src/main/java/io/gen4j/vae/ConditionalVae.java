package io.gen4j.vae;

import io.gen4j.ConditionalModel;
import io.gen4j.ImageSpec;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A variational autoencoder whose encoder, q(z|x,y), and decoder, p(x|z,y), are both told the label y (Kingma et al.
 * 2014, Sohn, Lee and Yan 2015): the label is what is asked for, and the latent need only tell how it is drawn. The
 * prior of z is the standard normal distribution, whatever the label.
 *
 * <p>The DL4J graph underneath is that of a {@link Vae} with a second input, {@code label}, one-hot, joined behind the
 * image and behind the latent.
 */
public final class ConditionalVae extends AbstractVae implements ConditionalModel {

    /**
     * A new model with initial weights.
     *
     * @param config with {@link VaeConfig#conditional()}
     * @throws IllegalArgumentException if the settings do not ask for labels, or the images have none
     */
    public ConditionalVae(VaeConfig config, ImageSpec spec) {
        super(conditional(config), labelled(spec));
    }

    /** A model on the weights of a graph like the one that {@link #graph()} returns. */
    ConditionalVae(VaeConfig config, ImageSpec spec, ComputationGraph graph) {
        super(conditional(config), labelled(spec), graph);
    }

    /**
     * Starts from the {@link VaeConfig#DEFAULTS}, for images like MNIST's.
     *
     * <pre>{@code
     * ConditionalVae model = ConditionalVae.builder().epochs(5).build();
     * }</pre>
     */
    public static VaeConfig.Builder<ConditionalVae> builder() {
        return builder(ImageSpec.MNIST);
    }

    /** Starts from the {@link VaeConfig#DEFAULTS}, for images of another shape or with other labels. */
    public static VaeConfig.Builder<ConditionalVae> builder(ImageSpec spec) {
        return new VaeConfig.Builder<>(true, config -> new ConditionalVae(config, spec));
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file holds something else, or is damaged
     */
    public static ConditionalVae load(Path file) throws IOException {
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
