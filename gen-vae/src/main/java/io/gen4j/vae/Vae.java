package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.LatentModel;
import io.gen4j.data.Batch;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A variational autoencoder (Kingma and Welling 2014). The encoder gives the mean and the log variance of q(z|x); the
 * prior is the standard normal distribution. {@link VaeConfig} has the variants: the weight of the divergence, and its
 * warm-up, and the distribution of the pixels.
 *
 * <p>The DL4J graph underneath goes from an image to the reconstruction through the mean of q(z|x); its layers are
 * {@code hidden}, {@code moments} (the mean's outputs, then the log variance's), {@code decoder} and {@code pixels}. If
 * the pixels' variance is learnt, its logarithm is a second output, {@code log_variance}, the same for every image.
 */
public final class Vae extends AbstractVae implements LatentModel {

    private static final int[] NO_LABELS = {};

    /**
     * A new model with initial weights.
     *
     * @throws IllegalArgumentException if the settings ask for a {@link ConditionalVae}
     */
    public Vae(VaeConfig config, ImageSpec spec) {
        super(unconditional(config), spec);
    }

    /** A model on the weights of a graph like the one that {@link #graph()} returns. */
    Vae(VaeConfig config, ImageSpec spec, ComputationGraph graph) {
        super(unconditional(config), spec, graph);
    }

    /**
     * Starts from the {@link VaeConfig#DEFAULTS}, for images like MNIST's.
     *
     * <pre>{@code
     * Vae model = Vae.builder().epochs(5).build();
     * }</pre>
     */
    public static VaeConfig.Builder<Vae> builder() {
        return builder(ImageSpec.MNIST);
    }

    /** Starts from the {@link VaeConfig#DEFAULTS}, for images of another shape or with other labels. */
    public static VaeConfig.Builder<Vae> builder(ImageSpec spec) {
        return new VaeConfig.Builder<>(false, config -> new Vae(config, spec));
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file holds something else, or is damaged
     */
    public static Vae load(Path file) throws IOException {
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
