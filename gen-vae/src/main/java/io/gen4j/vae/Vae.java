package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.LatentModel;
import io.gen4j.data.Batch;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A variational autoencoder (Kingma and Welling 2014). Use it to generate images and to encode or reconstruct them. For
 * images of a given label, use a {@link ConditionalVae}.
 *
 * <p>The encoder gives the mean and the log variance of q(z|x). The prior is the standard normal distribution. {@link
 * VaeConfig} selects the variant: the weight of the divergence, its warm-up, and the distribution of the pixels.
 *
 * <p>The DL4J graph computes a reconstruction from an image through the mean of q(z|x). Its layers are {@code hidden},
 * {@code moments}, {@code decoder} and {@code pixels}. The outputs of {@code moments} are the means, then the log
 * variances. With a learnt variance, its logarithm is a second output, {@code log_variance}, the same for every image.
 */
public final class Vae extends AbstractVae implements LatentModel {

    private static final int[] NO_LABELS = {};

    /**
     * Makes a new model with initial weights.
     *
     * @throws IllegalArgumentException if the settings are {@link VaeConfig#conditional() conditional}
     */
    public Vae(VaeConfig config, ImageSpec spec) {
        super(unconditional(config), spec);
    }

    /** Makes a model that shares the weights of a graph. The graph must have the layers of {@link #graph()}. */
    Vae(VaeConfig config, ImageSpec spec, ComputationGraph graph) {
        super(unconditional(config), spec, graph);
    }

    /**
     * A builder that starts from the {@link VaeConfig#DEFAULTS}, for MNIST's image shape and labels.
     *
     * <pre>{@code
     * Vae model = Vae.builder().epochs(5).build();
     * }</pre>
     */
    public static VaeConfig.Builder<Vae> builder() {
        return builder(ImageSpec.MNIST);
    }

    /** A builder that starts from the {@link VaeConfig#DEFAULTS}, for images of another shape or with other labels. */
    public static VaeConfig.Builder<Vae> builder(ImageSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new VaeConfig.Builder<>(false, config -> new Vae(config, spec));
    }

    /**
     * Loads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file is not such a model, or is damaged
     */
    public static Vae load(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return ModelFile.load(file, Vae.class);
    }

    private static VaeConfig unconditional(VaeConfig config) {
        if (config.conditional()) {
            throw new IllegalArgumentException("conditional is true: make a ConditionalVae of these settings");
        }
        return config;
    }

    @Override
    public INDArray encode(INDArray images) {
        return encode(new Batch(images, NO_LABELS));
    }

    @Override
    public INDArray generate(INDArray latents) {
        return decode(latents, NO_LABELS);
    }
}
