package io.gen4j.gan;

import io.gen4j.ImageSpec;
import io.gen4j.adversarial.AdversarialModel;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.persist.ModelFile;
import io.gen4j.random.RandomStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A GAN of dense layers (Goodfellow et al. 2014). Use it as the simplest adversarial model, for small images such as
 * MNIST's. For larger or RGB images, use a DCGAN.
 *
 * <p>The generator maps a latent through two ReLU layers to a tanh. The discriminator maps an image through two leaky
 * ReLU layers (slope 0.2) to a probability.
 */
public final class Gan extends AdversarialModel<GanConfig> {

    /** A new model with initial weights. */
    public Gan(GanConfig config, ImageSpec spec) {
        this(config, spec, newGenerator(config, spec));
    }

    /** A model on the weights of a generator like the one of {@link #generatorGraph()}; the discriminator is new. */
    Gan(GanConfig config, ImageSpec spec, ComputationGraph generator) {
        super(config, spec, generator, newDiscriminator(config, spec));
    }

    /**
     * Starts from the {@link GanConfig#DEFAULTS}, for images like MNIST's.
     *
     * <pre>{@code
     * Gan model = Gan.builder().epochs(5).build();
     * }</pre>
     */
    public static GanConfig.Builder<Gan> builder() {
        return builder(ImageSpec.MNIST);
    }

    /** Starts from the {@link GanConfig#DEFAULTS}, for images of another shape or with other labels. */
    public static GanConfig.Builder<Gan> builder(ImageSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new GanConfig.Builder<>(config -> new Gan(config, spec));
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file holds something else, or is damaged
     */
    public static Gan load(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return ModelFile.load(file, Gan.class);
    }

    static ComputationGraph newGenerator(GanConfig config, ImageSpec spec) {
        int h = config.hidden();
        GraphBuilder layers = DenseGraph.builder().addInputs("input");
        String hidden1 = addHidden(layers, config, "hidden1", config.latent(), "input");
        String hidden2 = addHidden(layers, config, "hidden2", h, hidden1);
        return newGraph(
                config,
                0,
                layers.addLayer("output", DenseGraph.layer(h, spec.shape().size(), Activation.TANH), hidden2));
    }

    /** Adds a hidden layer of the generator. Returns its last vertex. */
    private static String addHidden(GraphBuilder layers, GanConfig config, String name, int inputs, String before) {
        int h = config.hidden();
        if (!config.generatorBatchNorm()) {
            layers.addLayer(name, DenseGraph.layer(inputs, h, Activation.RELU), before);
            return name;
        }
        layers.addLayer(name, DenseGraph.layer(inputs, h, Activation.IDENTITY), before)
                .addLayer(name + "Normalized", ConvolutionalGraph.normalization(h), name)
                .addLayer(
                        name + "Activated",
                        new ActivationLayer(DenseGraph.function(Activation.RELU)),
                        name + "Normalized");
        return name + "Activated";
    }

    /**
     * The output is a probability, or a number without bounds for a loss without probabilities. With minibatch standard
     * deviation, that is a second input, {@code [n, 1]}: DL4J has no layer that computes it.
     */
    private static ComputationGraph newDiscriminator(GanConfig config, ImageSpec spec) {
        int h = config.hidden();
        int pixels = spec.shape().size() * config.adversarial().packing();
        boolean deviation = config.adversarial().minibatchStddev();
        GraphBuilder layers = DenseGraph.builder()
                .addInputs(deviation ? List.of("input", "deviation") : List.of("input"))
                .addLayer("hidden1", DenseGraph.layer(pixels, h, Activation.LEAKY_RELU), "input")
                .addLayer("hidden2", DenseGraph.layer(h, h, Activation.LEAKY_RELU), "hidden1");
        String before = "hidden2";
        if (deviation) {
            layers.addVertex("joined", new MergeVertex(), "hidden2", "deviation");
            before = "joined";
        }
        Activation output = config.adversarial().loss().outputActivation();
        return newGraph(
                config, 1, layers.addLayer("output", DenseGraph.layer(deviation ? h + 1 : h, 1, output), before));
    }

    private static ComputationGraph newGraph(GanConfig config, int index, GraphBuilder layers) {
        return InitializedGraph.of(
                layers.setOutputs("output").build(),
                parameters ->
                        parameters.initializePath(new RandomStreams(config.seed()).stream("initial weights", index)));
    }

    @Override
    public String family() {
        return GanFamily.NAME;
    }

    @Override
    public INDArray generate(INDArray latents) {
        return draw(latents);
    }
}
