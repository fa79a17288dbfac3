package io.gen4j.gan;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialTrainer;
import io.gen4j.adversarial.AveragedGraph;
import io.gen4j.adversarial.MinibatchStandardDeviation;
import io.gen4j.adversarial.TrainableNetwork;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.Inference;
import io.gen4j.nn.Network;
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
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A generator and a discriminator of dense layers (Goodfellow et al. 2014). The generator goes from a latent through two
 * ReLU layers to a tanh, the discriminator from an image through two leaky ReLU layers (slope 0.2) to a probability.
 */
public final class Gan implements GenerativeModel {

    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";
    private static final String[] LAYERS = {"hidden1", "hidden2", "output"};

    private final GanConfig config;
    private final ImageSpec spec;
    private final AveragedGraph generatorWeights;
    private final ComputationGraph discriminatorGraph;
    private final GraphParameters discriminatorParameters;
    private final DenseNetwork generator;

    /** A new model with initial weights. */
    public Gan(GanConfig config, ImageSpec spec) {
        this(config, spec, newGenerator(config, spec));
    }

    /** A model on the weights of a generator like the one of {@link #generatorGraph()}; the discriminator is new. */
    Gan(GanConfig config, ImageSpec spec, ComputationGraph generatorGraph) {
        this.config = config;
        this.spec = spec;
        this.generatorWeights =
                new AveragedGraph(generatorGraph, config.adversarial().ema());
        this.discriminatorGraph = newDiscriminator(config, spec);
        this.discriminatorParameters = new GraphParameters(discriminatorGraph);
        this.generator = newGeneratorNetwork(generatorWeights.parameters());
        discriminatorParameters.initialize(initialWeights(config, 1), LAYERS);
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

    /** Starts from the {@link GanConfig#DEFAULTS}, for images of any kind that the model takes. */
    public static GanConfig.Builder<Gan> builder(ImageSpec spec) {
        return new GanConfig.Builder<>(config -> new Gan(config, spec));
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file holds something else, or is damaged
     */
    public static Gan load(Path file) throws IOException {
        return ModelFile.load(file, Gan.class);
    }

    private static RandomGenerator initialWeights(GanConfig config, int network) {
        return new RandomStreams(config.seed()).stream("initial weights", network);
    }

    static ComputationGraph newGenerator(GanConfig config, ImageSpec spec) {
        int h = config.hidden();
        GraphBuilder layers = DenseGraph.builder()
                .addInputs("input")
                .addLayer(
                        "hidden1",
                        DenseGraph.layer(config.latent(), h, org.nd4j.linalg.activations.Activation.RELU),
                        "input")
                .addLayer("hidden2", DenseGraph.layer(h, h, org.nd4j.linalg.activations.Activation.RELU), "hidden1")
                .addLayer(
                        "output",
                        DenseGraph.layer(h, spec.shape().size(), org.nd4j.linalg.activations.Activation.TANH),
                        "hidden2");
        ComputationGraph graph = newGraph(layers);
        try (GraphParameters parameters = new GraphParameters(graph)) {
            parameters.initialize(initialWeights(config, 0), LAYERS);
        }
        return graph;
    }

    /**
     * A probability comes out, or for a loss that knows none a number without bounds. With minibatch standard deviation, that
     * is a second input, {@code [n, 1]}: DL4J has no layer that computes it.
     */
    private static ComputationGraph newDiscriminator(GanConfig config, ImageSpec spec) {
        int h = config.hidden();
        boolean deviation = config.adversarial().minibatchStddev();
        GraphBuilder layers = DenseGraph.builder()
                .addInputs(deviation ? List.of("input", "deviation") : List.of("input"))
                .addLayer("hidden1", DenseGraph.layer(spec.shape().size(), h, DenseGraph.LEAKY_RELU), "input")
                .addLayer("hidden2", DenseGraph.layer(h, h, DenseGraph.LEAKY_RELU), "hidden1");
        String before = "hidden2";
        if (deviation) {
            layers.addVertex("joined", new MergeVertex(), "hidden2", "deviation");
            before = "joined";
        }
        var output = config.adversarial().loss().isProbabilistic()
                ? org.nd4j.linalg.activations.Activation.SIGMOID
                : org.nd4j.linalg.activations.Activation.IDENTITY;
        return newGraph(layers.addLayer("output", DenseGraph.layer(deviation ? h + 1 : h, 1, output), before));
    }

    private static ComputationGraph newGraph(GraphBuilder layers) {
        return InitializedGraph.of(layers.setOutputs("output").build());
    }

    private static DenseNetwork newGeneratorNetwork(GraphParameters parameters) {
        return new DenseNetwork(
                parameters,
                new Layer("hidden1", Activation.RELU),
                new Layer("hidden2", Activation.RELU),
                new Layer("output", Activation.TANH));
    }

    private Network newDiscriminatorNetwork() {
        Layer hidden1 = new Layer("hidden1", Activation.LEAKY_RELU);
        Layer hidden2 = new Layer("hidden2", Activation.LEAKY_RELU);
        Layer output = new Layer("output", Activation.IDENTITY);
        if (!config.adversarial().minibatchStddev()) {
            return new DenseNetwork(discriminatorParameters, hidden1, hidden2, output);
        }
        return MinibatchStandardDeviation.between(
                new DenseNetwork(discriminatorParameters, hidden1, hidden2),
                config.hidden(),
                new DenseNetwork(discriminatorParameters, output));
    }

    @Override
    public String family() {
        return GanFamily.NAME;
    }

    @Override
    public GanConfig config() {
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

    /** The DL4J graph that holds the generator's weights, or their moving average: the one that {@link #save} writes. */
    public ComputationGraph generatorGraph() {
        return generatorWeights.graph();
    }

    /** The DL4J graph that holds the discriminator's weights. */
    public ComputationGraph discriminatorGraph() {
        return discriminatorGraph;
    }

    @Override
    public synchronized INDArray generate(INDArray latents) {
        return Inference.byRows(latents, spec.shape().size(), generator);
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
                .average(generatorWeights.average())
                .random(random)
                .build();
    }

    /** Writes the generator; a model that is loaded again has a discriminator with initial weights. */
    @Override
    public void save(Path file) throws IOException {
        ModelFile.write(file, this, generatorWeights.graph());
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
                .output(InferenceGraph.IMAGE, "output"));
    }

    /** Layers by their places in PyTorch's Sequential, where activations have places too. */
    @Override
    public List<StateDict> stateDicts() {
        return List.of(
                sequential(StateDict.generating(GENERATOR, generatorWeights.graph(), "G.")),
                sequential(StateDict.training(DISCRIMINATOR, discriminatorGraph, "D.")));
    }

    private static StateDict sequential(StateDict.Builder tensors) {
        for (int i = 0; i < LAYERS.length; i++) {
            tensors.linear(Integer.toString(2 * i), LAYERS[i]);
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

    @Override
    public void close() {
        generator.close();
        generatorWeights.close();
        discriminatorParameters.close();
        discriminatorGraph.params().close();
    }
}
