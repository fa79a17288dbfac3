package io.gen4j.cgan;

import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.model.ConditionalModel;
import io.gen4j.model.ImageSpec;
import io.gen4j.model.ModelFile;
import io.gen4j.nn.Activation;
import io.gen4j.nn.Adam;
import io.gen4j.nn.Conditions;
import io.gen4j.nn.DenseGraph;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.GraphParameters;
import io.gen4j.nn.Inference;
import io.gen4j.nn.LabelledNetwork;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import io.gen4j.train.AdversarialTrainer;
import io.gen4j.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A generator and a discriminator that are both told a label (Mirza and Osindero 2014, arXiv:1411.1784). Each has an
 * embedding of its own for the label, joined behind its input. Their DL4J graphs take two inputs: a latent or an image,
 * and the label one-hot.
 */
public final class ConditionalGan implements ConditionalModel {

    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";
    private static final String EMBEDDING = "embedding";
    private static final String[] LAYERS = {"hidden1", "hidden2", "hidden3", "output"};

    private final ConditionalGanConfig config;
    private final ImageSpec spec;
    private final ComputationGraph generatorGraph;
    private final ComputationGraph discriminatorGraph;
    private final GraphParameters generatorParameters;
    private final GraphParameters discriminatorParameters;
    private final LabelledNetwork generator;

    /**
     * A new model with initial weights.
     *
     * @throws IllegalArgumentException if the images have no labels
     */
    public ConditionalGan(ConditionalGanConfig config, ImageSpec spec) {
        this(config, spec, newGenerator(config, spec));
        initialize(generatorParameters, 0);
    }

    /** A model on the weights of a generator like the one in {@link #networks()}; the discriminator is new. */
    ConditionalGan(ConditionalGanConfig config, ImageSpec spec, ComputationGraph generatorGraph) {
        this.config = config;
        this.spec = spec;
        this.generatorGraph = generatorGraph;
        this.discriminatorGraph = newDiscriminator(config, spec);
        this.generatorParameters = new GraphParameters(generatorGraph);
        this.discriminatorParameters = new GraphParameters(discriminatorGraph);
        this.generator = newGeneratorNetwork();
        initialize(discriminatorParameters, 1);
    }

    private void initialize(GraphParameters parameters, int index) {
        var random = new RandomStreams(config.seed()).stream("initial weights", index);
        parameters.initializeEmbedding(random, EMBEDDING);
        parameters.initialize(random, LAYERS);
    }

    private static ComputationGraph newGenerator(ConditionalGanConfig config, ImageSpec spec) {
        spec.requireLabels("cgan");
        int h = config.hidden();
        int[] sizes = {config.latent(), h, 2 * h, 4 * h, spec.shape().size()};
        return newGraph(config, spec, sizes, org.nd4j.linalg.activations.Activation.TANH, 0);
    }

    private static ComputationGraph newDiscriminator(ConditionalGanConfig config, ImageSpec spec) {
        int h = config.hidden();
        int[] sizes = {spec.shape().size(), 4 * h, 2 * h, h, 1};
        return newGraph(config, spec, sizes, org.nd4j.linalg.activations.Activation.SIGMOID, config.dropout());
    }

    private static ComputationGraph newGraph(
            ConditionalGanConfig config,
            ImageSpec spec,
            int[] sizes,
            org.nd4j.linalg.activations.Activation last,
            double dropout) {
        var builder = DenseGraph.builder()
                .addInputs("input", "label")
                .addLayer(EMBEDDING, DenseGraph.embedding(spec.labelNames().size(), config.embedding()), "label")
                .addVertex("joined", new MergeVertex(), "input", EMBEDDING);
        String before = "joined";
        for (int i = 0; i < LAYERS.length; i++) {
            boolean isLast = i == LAYERS.length - 1;
            IActivation activation = isLast ? last.getActivationFunction() : DenseGraph.LEAKY_RELU;
            var layer = DenseGraph.layer(sizes[i] + (i == 0 ? config.embedding() : 0), sizes[i + 1], activation);
            if (dropout > 0 && i > 0) {
                // DL4J drops a layer's inputs, and asks for the chance to keep.
                layer.setIDropout(new org.deeplearning4j.nn.conf.dropout.Dropout(1 - dropout));
            }
            builder.addLayer(LAYERS[i], layer, before);
            before = LAYERS[i];
        }
        ComputationGraph graph =
                new ComputationGraph(builder.setOutputs("output").build());
        graph.init();
        return graph;
    }

    private LabelledNetwork newGeneratorNetwork() {
        return new LabelledNetwork(
                generatorParameters, EMBEDDING, config.latent(), dense(generatorParameters, Activation.TANH, 0));
    }

    private LabelledNetwork newDiscriminatorNetwork() {
        return new LabelledNetwork(
                discriminatorParameters,
                EMBEDDING,
                spec.shape().size(),
                dense(discriminatorParameters, Activation.IDENTITY, config.dropout()));
    }

    private static DenseNetwork dense(GraphParameters parameters, Activation last, double dropout) {
        return new DenseNetwork(
                parameters,
                new Layer("hidden1", Activation.LEAKY_RELU, dropout),
                new Layer("hidden2", Activation.LEAKY_RELU, dropout),
                new Layer("hidden3", Activation.LEAKY_RELU, dropout),
                new Layer("output", last));
    }

    @Override
    public String family() {
        return ConditionalGanFamily.NAME;
    }

    @Override
    public ConditionalGanConfig config() {
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
    public synchronized INDArray generate(INDArray latents, int[] labels) {
        try (INDArray input = Conditions.join(latents, labels, spec.labelNames().size())) {
            return Inference.byRows(input, spec.shape().size(), generator::forward);
        }
    }

    @Override
    public Trainer newTrainer() {
        return newTrainer(new RandomStreams(config.seed()));
    }

    Trainer newTrainer(RandomSource random) {
        return new AdversarialTrainer(
                this,
                newGeneratorNetwork(),
                new Adam(generatorParameters, config.learningRate(), 0.9),
                newDiscriminatorNetwork(),
                new Adam(discriminatorParameters, config.learningRate(), 0.9),
                spec.labelNames().size(),
                false,
                random);
    }

    @Override
    public Map<String, ComputationGraph> networks() {
        return Map.of(GENERATOR, generatorGraph, DISCRIMINATOR, discriminatorGraph);
    }

    /** Layers by their places in PyTorch's Sequential, where activations have places too, and dropout. */
    @Override
    public List<StateDict> stateDicts() {
        return List.of(
                conditional(StateDict.generating(GENERATOR, generatorGraph, "G."), 2),
                conditional(StateDict.training(DISCRIMINATOR, discriminatorGraph, "D."), 3));
    }

    private static StateDict conditional(StateDict.Builder tensors, int placesALayer) {
        tensors.embedding("label_emb", EMBEDDING);
        for (int i = 0; i < LAYERS.length; i++) {
            tensors.linear("model." + placesALayer * i, LAYERS[i]);
        }
        return tensors.build();
    }

    /** The generator's weights, and beside them the gradients of the last update. */
    GraphParameters generatorParameters() {
        return generatorParameters;
    }

    /** As {@link #generatorParameters()}, of the discriminator. */
    GraphParameters discriminatorParameters() {
        return discriminatorParameters;
    }

    /** Writes the generator; a model that is loaded again has a discriminator with initial weights. */
    @Override
    public void save(Path file) throws IOException {
        ModelFile.write(file, this, generatorGraph);
    }

    @Override
    public void close() {
        generator.close();
        generatorParameters.close();
        discriminatorParameters.close();
        generatorGraph.params().close();
        discriminatorGraph.params().close();
    }
}
