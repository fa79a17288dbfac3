package io.gen4j.cgan;

import io.gen4j.ImageSpec;
import io.gen4j.adversarial.AdversarialModel;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import io.gen4j.interop.StateDict;
import io.gen4j.latent.LabelMixingModel;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.ConditionalGraph;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.persist.ModelFile;
import io.gen4j.random.RandomStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A GAN of dense layers that generates images of a given label (Mirza and Osindero 2014, arXiv:1411.1784). Use it to
 * ask for a certain digit.
 *
 * <p>Generator and discriminator both take the label. Each has its own embedding of it, appended to its input. The DL4J
 * graphs have two inputs: a latent or an image, and the one-hot label.
 */
public final class ConditionalGan extends AdversarialModel<ConditionalGanConfig> implements LabelMixingModel {

    private static final String[] LAYERS = {"hidden1", "hidden2", "hidden3", "output"};

    /**
     * Makes a new model with initial weights.
     *
     * @throws IllegalArgumentException if the images have no labels
     */
    public ConditionalGan(ConditionalGanConfig config, ImageSpec spec) {
        this(config, spec, newGenerator(config, spec));
    }

    /**
     * Makes a model that shares the weights of a generator like {@link #generatorGraph()}. The discriminator is new.
     */
    ConditionalGan(ConditionalGanConfig config, ImageSpec spec, ComputationGraph generator) {
        super(config, spec, generator, newDiscriminator(config, spec));
    }

    /**
     * A builder that starts from the {@link ConditionalGanConfig#DEFAULTS}, for MNIST's image shape and labels.
     *
     * <pre>{@code
     * ConditionalGan model = ConditionalGan.builder().epochs(5).build();
     * }</pre>
     */
    public static ConditionalGanConfig.Builder<ConditionalGan> builder() {
        return builder(ImageSpec.MNIST);
    }

    /**
     * A builder that starts from the {@link ConditionalGanConfig#DEFAULTS}, for images of another shape or with other
     * labels.
     */
    public static ConditionalGanConfig.Builder<ConditionalGan> builder(ImageSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new ConditionalGanConfig.Builder<>(config -> new ConditionalGan(config, spec));
    }

    /**
     * Loads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file is not such a model, or is damaged
     */
    public static ConditionalGan load(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return ModelFile.load(file, ConditionalGan.class);
    }

    static ComputationGraph newGenerator(ConditionalGanConfig config, ImageSpec spec) {
        spec.requireLabels("cgan");
        int h = config.hidden();
        int[] sizes = {
            config.latent() + config.embedding(), h, 2 * h, 4 * h, spec.shape().size()
        };
        GraphBuilder graph = DenseGraph.builder();
        String before = addEmbedding(graph, config, spec);
        int last = LAYERS.length - 1;
        int labels = spec.labelNames().size();
        for (int i = 0; i < last; i++) {
            boolean normalizes = config.generatorLabel() == GeneratorLabel.NORMALIZATION;
            Activation activation = normalizes ? Activation.IDENTITY : Activation.LEAKY_RELU;
            graph.addLayer(LAYERS[i], DenseGraph.layer(sizes[i], sizes[i + 1], activation), before);
            FeatureMap map = new FeatureMap(sizes[i + 1], 1, 1);
            before = normalizes
                    ? ConditionalGraph.addNormalization(graph, LAYERS[i], "label", labels, map, Activation.LEAKY_RELU)
                    : LAYERS[i];
        }
        graph.addLayer(LAYERS[last], DenseGraph.layer(sizes[last], sizes[last + 1], Activation.TANH), before);
        return newGraph(config, 0, graph, LAYERS[last]);
    }

    /**
     * Makes the discriminator. Its output is a probability, or an unbounded number for a loss without probabilities.
     * The minibatch standard deviation is a third input, {@code [n, 1]}, because no DL4J layer computes it.
     */
    private static ComputationGraph newDiscriminator(ConditionalGanConfig config, ImageSpec spec) {
        int h = config.hidden();
        boolean projects = config.discriminatorLabel() == DiscriminatorLabel.PROJECTION;
        int[] sizes = {spec.shape().size() + (projects ? 0 : config.embedding()), 4 * h, 2 * h, h};
        GraphBuilder graph = DenseGraph.builder();
        String before = "input";
        if (projects) {
            graph.addInputs("input", "label");
        } else {
            before = addEmbedding(graph, config, spec);
        }
        for (int i = 0; i < LAYERS.length - 1; i++) {
            DenseLayer layer = DenseGraph.layer(sizes[i], sizes[i + 1], Activation.LEAKY_RELU);
            graph.addLayer(LAYERS[i], i == 0 ? layer : DenseGraph.dropInputs(layer, config.dropout()), before);
            before = LAYERS[i];
        }
        int inputs = h;
        String features = before;
        Activation activation = config.adversarial().loss().outputActivation();
        if (config.adversarial().minibatchStddev()) {
            graph.addInputs("deviation").addVertex("last", new MergeVertex(), before, "deviation");
            before = "last";
            inputs++;
        }
        DenseLayer last = DenseGraph.layer(inputs, 1, projects ? Activation.IDENTITY : activation);
        graph.addLayer("output", DenseGraph.dropInputs(last, config.dropout()), before);
        int labels = spec.labelNames().size();
        String output = projects
                ? ConditionalGraph.addProjection(
                        graph, "label", labels, features, new FeatureMap(h, 1, 1), "output", activation)
                : "output";
        return newGraph(config, 1, graph, output);
    }

    /** Adds the inputs, and appends the label's embedding to the first of them. */
    private static String addEmbedding(GraphBuilder graph, ConditionalGanConfig config, ImageSpec spec) {
        int labels = spec.labelNames().size();
        graph.addInputs("input", "label")
                .addLayer("embedding", DenseGraph.embedding(labels, config.embedding()), "label")
                .addVertex("joined", new MergeVertex(), "input", "embedding");
        return "joined";
    }

    private static ComputationGraph newGraph(
            ConditionalGanConfig config, int index, GraphBuilder layers, String output) {
        return InitializedGraph.of(
                layers.setOutputs(output).build(),
                parameters ->
                        parameters.initializePath(new RandomStreams(config.seed()).stream("initial weights", index)));
    }

    @Override
    public String family() {
        return ConditionalGanFamily.NAME;
    }

    @Override
    public INDArray generate(INDArray latents, int[] labels) {
        return draw(latents, labels);
    }

    @Override
    public INDArray generateMixed(INDArray latents, INDArray labelWeights) {
        return drawMixed(latents, labelWeights);
    }

    /** See the superclass. PyTorch's discriminator has a dropout layer after each activation. */
    @Override
    public List<StateDict> stateDicts() {
        return stateDicts(2);
    }
}
