package io.gen4j.gan;

import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.model.GenerativeModel;
import io.gen4j.model.ImageSpec;
import io.gen4j.model.ModelFile;
import io.gen4j.nn.Activation;
import io.gen4j.nn.Adam;
import io.gen4j.nn.DenseGraph;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.GraphParameters;
import io.gen4j.nn.Inference;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import io.gen4j.train.AdversarialTrainer;
import io.gen4j.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
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
    private final ComputationGraph generatorGraph;
    private final ComputationGraph discriminatorGraph;
    private final GraphParameters generatorParameters;
    private final GraphParameters discriminatorParameters;
    private final DenseNetwork generator;

    /** A new model with initial weights. */
    public Gan(GanConfig config, ImageSpec spec) {
        this(config, spec, newGenerator(config, spec));
        generatorParameters.initialize(new RandomStreams(config.seed()).stream("initial weights", 0), LAYERS);
    }

    /** A model on the weights of a generator like the one of {@link #generatorGraph()}; the discriminator is new. */
    Gan(GanConfig config, ImageSpec spec, ComputationGraph generatorGraph) {
        this.config = config;
        this.spec = spec;
        this.generatorGraph = generatorGraph;
        this.discriminatorGraph = newDiscriminator(config, spec);
        this.generatorParameters = new GraphParameters(generatorGraph);
        this.discriminatorParameters = new GraphParameters(discriminatorGraph);
        this.generator = network(generatorParameters, Activation.RELU, Activation.TANH);
        discriminatorParameters.initialize(new RandomStreams(config.seed()).stream("initial weights", 1), LAYERS);
    }

    private static ComputationGraph newGenerator(GanConfig config, ImageSpec spec) {
        return newGraph(
                config.latent(),
                config.hidden(),
                spec.shape().size(),
                org.nd4j.linalg.activations.Activation.RELU.getActivationFunction(),
                org.nd4j.linalg.activations.Activation.TANH.getActivationFunction());
    }

    private static ComputationGraph newDiscriminator(GanConfig config, ImageSpec spec) {
        return newGraph(
                spec.shape().size(),
                config.hidden(),
                1,
                DenseGraph.LEAKY_RELU,
                org.nd4j.linalg.activations.Activation.SIGMOID.getActivationFunction());
    }

    private static ComputationGraph newGraph(
            int inputs, int hidden, int outputs, IActivation activation, IActivation last) {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("input")
                .addLayer("hidden1", DenseGraph.layer(inputs, hidden, activation), "input")
                .addLayer("hidden2", DenseGraph.layer(hidden, hidden, activation), "hidden1")
                .addLayer("output", DenseGraph.layer(hidden, outputs, last), "hidden2")
                .setOutputs("output")
                .build());
        graph.init();
        return graph;
    }

    private static DenseNetwork network(GraphParameters parameters, Activation hidden, Activation last) {
        return new DenseNetwork(
                parameters, new Layer("hidden1", hidden), new Layer("hidden2", hidden), new Layer("output", last));
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

    /** The DL4J graph that holds the generator's weights: the one that {@link #save} writes. */
    public ComputationGraph generatorGraph() {
        return generatorGraph;
    }

    /** The DL4J graph that holds the discriminator's weights. */
    public ComputationGraph discriminatorGraph() {
        return discriminatorGraph;
    }

    @Override
    public synchronized INDArray generate(INDArray latents) {
        return Inference.byRows(latents, spec.shape().size(), generator::forward);
    }

    @Override
    public Trainer newTrainer() {
        return newTrainer(new RandomStreams(config.seed()));
    }

    Trainer newTrainer(RandomSource random) {
        return new AdversarialTrainer(
                this,
                network(generatorParameters, Activation.RELU, Activation.TANH),
                new Adam(generatorParameters, config.learningRate(), 0.9),
                network(discriminatorParameters, Activation.LEAKY_RELU, Activation.IDENTITY),
                new Adam(discriminatorParameters, config.learningRate(), 0.9),
                0,
                false,
                random);
    }

    /** Writes the generator; a model that is loaded again has a discriminator with initial weights. */
    @Override
    public void save(Path file) throws IOException {
        ModelFile.write(file, this, generatorGraph);
    }

    @Override
    public Map<String, ComputationGraph> networks() {
        return Map.of(GENERATOR, generatorGraph, DISCRIMINATOR, discriminatorGraph);
    }

    /** Layers by their places in PyTorch's Sequential, where activations have places too. */
    @Override
    public List<StateDict> stateDicts() {
        return List.of(
                sequential(StateDict.generating(GENERATOR, generatorGraph, "G.")),
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
        return generatorParameters;
    }

    /** As {@link #generatorParameters()}, of the discriminator. */
    GraphParameters discriminatorParameters() {
        return discriminatorParameters;
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
