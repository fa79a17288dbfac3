package io.gen4j.cgan;

import io.gen4j.ConditionalModel;
import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialTrainer;
import io.gen4j.adversarial.AveragedGraph;
import io.gen4j.adversarial.MinibatchStandardDeviation;
import io.gen4j.adversarial.TrainableNetwork;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Conditions;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.Inference;
import io.gen4j.nn.LabelledNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.NetworkChain;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.persist.ModelFile;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
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
    private final AveragedGraph generatorWeights;
    private final ComputationGraph discriminatorGraph;
    private final GraphParameters discriminatorParameters;
    private final LabelledNetwork generator;

    /**
     * A new model with initial weights.
     *
     * @throws IllegalArgumentException if the images have no labels
     */
    public ConditionalGan(ConditionalGanConfig config, ImageSpec spec) {
        this(config, spec, newGenerator(config, spec));
    }

    /** A model on the weights of a generator like the one in {@link #networks()}; the discriminator is new. */
    ConditionalGan(ConditionalGanConfig config, ImageSpec spec, ComputationGraph generatorGraph) {
        this.config = config;
        this.spec = spec;
        this.generatorWeights =
                new AveragedGraph(generatorGraph, config.adversarial().ema());
        this.discriminatorGraph = newDiscriminator(config, spec);
        this.discriminatorParameters = new GraphParameters(discriminatorGraph);
        this.generator = newGeneratorNetwork(generatorWeights.parameters());
        initialize(discriminatorParameters, config, 1);
    }

    /**
     * Starts from the {@link ConditionalGanConfig#DEFAULTS}, for images like MNIST's.
     *
     * <pre>{@code
     * ConditionalGan model = ConditionalGan.builder().epochs(5).build();
     * }</pre>
     */
    public static ConditionalGanConfig.Builder<ConditionalGan> builder() {
        return builder(ImageSpec.MNIST);
    }

    /** Starts from the {@link ConditionalGanConfig#DEFAULTS}, for images of any kind that the model takes. */
    public static ConditionalGanConfig.Builder<ConditionalGan> builder(ImageSpec spec) {
        return new ConditionalGanConfig.Builder<>(config -> new ConditionalGan(config, spec));
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file holds something else, or is damaged
     */
    public static ConditionalGan load(Path file) throws IOException {
        return ModelFile.load(file, ConditionalGan.class);
    }

    private static void initialize(GraphParameters parameters, ConditionalGanConfig config, int network) {
        var random = new RandomStreams(config.seed()).stream("initial weights", network);
        parameters.initializeEmbedding(random, EMBEDDING);
        parameters.initialize(random, LAYERS);
    }

    static ComputationGraph newGenerator(ConditionalGanConfig config, ImageSpec spec) {
        spec.requireLabels("cgan");
        int h = config.hidden();
        int[] sizes = {config.latent(), h, 2 * h, 4 * h, spec.shape().size()};
        ComputationGraph graph =
                newGraph(config, spec, sizes, org.nd4j.linalg.activations.Activation.TANH, 0, List.of());
        try (GraphParameters parameters = new GraphParameters(graph)) {
            initialize(parameters, config, 0);
        }
        return graph;
    }

    /**
     * A probability comes out, or for a loss that knows none a number without bounds. With minibatch standard deviation, that
     * is a third input, {@code [n, 1]}: DL4J has no layer that computes it.
     */
    private static ComputationGraph newDiscriminator(ConditionalGanConfig config, ImageSpec spec) {
        int h = config.hidden();
        int[] sizes = {spec.shape().size(), 4 * h, 2 * h, h, 1};
        var last = config.adversarial().loss().isProbabilistic()
                ? org.nd4j.linalg.activations.Activation.SIGMOID
                : org.nd4j.linalg.activations.Activation.IDENTITY;
        List<String> extra = config.adversarial().minibatchStddev() ? List.of("deviation") : List.of();
        return newGraph(config, spec, sizes, last, config.dropout(), extra);
    }

    /** @param extra inputs of one column that the last layer takes too */
    private static ComputationGraph newGraph(
            ConditionalGanConfig config,
            ImageSpec spec,
            int[] sizes,
            org.nd4j.linalg.activations.Activation last,
            double dropout,
            List<String> extra) {
        var builder = DenseGraph.builder()
                .addInputs("input", "label")
                .addInputs(extra)
                .addLayer(EMBEDDING, DenseGraph.embedding(spec.labelNames().size(), config.embedding()), "label")
                .addVertex("joined", new MergeVertex(), "input", EMBEDDING);
        String before = "joined";
        for (int i = 0; i < LAYERS.length; i++) {
            boolean isLast = i == LAYERS.length - 1;
            IActivation activation = isLast ? last.getActivationFunction() : DenseGraph.LEAKY_RELU;
            int inputs = sizes[i] + (i == 0 ? config.embedding() : isLast ? extra.size() : 0);
            var layer = DenseGraph.layer(inputs, sizes[i + 1], activation);
            if (dropout > 0 && i > 0) {
                // DL4J drops a layer's inputs, and asks for the chance to keep.
                layer.setIDropout(new org.deeplearning4j.nn.conf.dropout.Dropout(1 - dropout));
            }
            if (isLast && !extra.isEmpty()) {
                builder.addVertex("last", new MergeVertex(), before, extra.get(0));
                before = "last";
            }
            builder.addLayer(LAYERS[i], layer, before);
            before = LAYERS[i];
        }
        return InitializedGraph.of(builder.setOutputs("output").build());
    }

    private LabelledNetwork newGeneratorNetwork(GraphParameters parameters) {
        return new LabelledNetwork(
                parameters,
                EMBEDDING,
                config.latent(),
                new NetworkChain(
                        hidden(parameters, 0), new DenseNetwork(parameters, new Layer("output", Activation.TANH))));
    }

    private LabelledNetwork newDiscriminatorNetwork() {
        Network body = hidden(discriminatorParameters, config.dropout());
        Network head = new DenseNetwork(discriminatorParameters, new Layer("output", Activation.IDENTITY));
        return new LabelledNetwork(
                discriminatorParameters,
                EMBEDDING,
                spec.shape().size(),
                config.adversarial().minibatchStddev()
                        ? MinibatchStandardDeviation.between(body, config.hidden(), head)
                        : new NetworkChain(body, head));
    }

    private static DenseNetwork hidden(GraphParameters parameters, double dropout) {
        return new DenseNetwork(
                parameters,
                new Layer("hidden1", Activation.LEAKY_RELU, dropout),
                new Layer("hidden2", Activation.LEAKY_RELU, dropout),
                new Layer("hidden3", Activation.LEAKY_RELU, dropout));
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
            return Inference.byRows(input, spec.shape().size(), generator);
        }
    }

    @Override
    public Trainer newTrainer() {
        return newTrainer(new RandomStreams(config.seed()));
    }

    @Override
    public Trainer newTrainer(RandomSource random) {
        AdversarialConfig adversarial = config.adversarial();
        return AdversarialTrainer.builder(
                        this,
                        new TrainableNetwork(
                                newGeneratorNetwork(generatorWeights.learning()),
                                generatorWeights.learning(),
                                config.learningRate(),
                                config.beta1()),
                        new TrainableNetwork(
                                newDiscriminatorNetwork(),
                                discriminatorParameters,
                                adversarial.discriminatorLearningRate(config.learningRate()),
                                config.beta1()))
                .config(adversarial)
                .labels(spec.labelNames().size())
                .average(generatorWeights.average())
                .random(random)
                .build();
    }

    @Override
    public Map<String, ComputationGraph> networks() {
        Map<String, ComputationGraph> networks = generatorWeights.networks();
        networks.put("discriminator", discriminatorGraph);
        return networks;
    }

    @Override
    public List<InferenceGraph> inferenceGraphs() {
        return List.of(InferenceGraph.of(GENERATOR, generatorWeights.graph())
                .input(InferenceGraph.LATENT, "input")
                .input(InferenceGraph.LABEL, "label")
                .output(InferenceGraph.IMAGE, "output"));
    }

    /** Layers by their places in PyTorch's Sequential, where activations have places too, and dropout. */
    @Override
    public List<StateDict> stateDicts() {
        return List.of(
                conditional(StateDict.generating(GENERATOR, generatorWeights.graph(), "G."), 2),
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
        return generatorWeights.learning();
    }

    /** As {@link #generatorParameters()}, of the discriminator. */
    GraphParameters discriminatorParameters() {
        return discriminatorParameters;
    }

    /** Writes the generator; a model that is loaded again has a discriminator with initial weights. */
    @Override
    public void save(Path file) throws IOException {
        ModelFile.write(file, this, generatorWeights.graph());
    }

    @Override
    public void close() {
        generator.close();
        generatorWeights.close();
        discriminatorParameters.close();
        discriminatorGraph.params().close();
    }
}
