package io.gen4j.vae;

import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.model.ImageSpec;
import io.gen4j.model.LatentModel;
import io.gen4j.model.ModelFile;
import io.gen4j.nn.Activation;
import io.gen4j.nn.DenseGraph;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.GraphParameters;
import io.gen4j.nn.Inference;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import io.gen4j.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A variational autoencoder with one hidden layer on either side and a Bernoulli output (Kingma and Welling 2014,
 * appendix C). The encoder gives the mean and the log variance of q(z|x); the prior is the standard normal distribution.
 *
 * <p>The DL4J graph underneath goes from an image to the reconstruction through the mean of q(z|x); its layers are
 * {@code hidden}, {@code moments} (the mean's outputs, then the log variance's), {@code decoder} and {@code pixels}.
 */
public final class Vae implements LatentModel {

    private static final String NETWORK = "autoencoder";
    private static final String[] LAYERS = {"hidden", "moments", "decoder", "pixels"};

    private final VaeConfig config;
    private final ImageSpec spec;
    private final ComputationGraph graph;
    private final GraphParameters parameters;
    private final DenseNetwork encoder;
    private final DenseNetwork decoder;

    /** A new model with initial weights. */
    public Vae(VaeConfig config, ImageSpec spec) {
        this(config, spec, newGraph(config, spec));
        parameters.initialize(new RandomStreams(config.seed()).stream("initial weights", 0), LAYERS);
    }

    /** A model on the weights of a graph like the one that {@link #graph()} returns. */
    Vae(VaeConfig config, ImageSpec spec, ComputationGraph graph) {
        this.config = config;
        this.spec = spec;
        this.graph = graph;
        this.parameters = new GraphParameters(graph);
        this.encoder = newEncoder(parameters);
        this.decoder = new DenseNetwork(
                parameters, new Layer("decoder", Activation.RELU), new Layer("pixels", Activation.SIGMOID));
    }

    /** From images to the moments of q(z|x): means, then log variances. */
    static DenseNetwork newEncoder(GraphParameters parameters) {
        return new DenseNetwork(
                parameters, new Layer("hidden", Activation.RELU), new Layer("moments", Activation.IDENTITY));
    }

    /** From latents to the logits of the pixels. */
    static DenseNetwork newLogitDecoder(GraphParameters parameters) {
        return new DenseNetwork(
                parameters, new Layer("decoder", Activation.RELU), new Layer("pixels", Activation.IDENTITY));
    }

    private static ComputationGraph newGraph(VaeConfig config, ImageSpec spec) {
        int pixels = spec.shape().size();
        int latent = config.latent();
        int hidden = config.hidden();
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("image")
                .addLayer("hidden", DenseGraph.layer(pixels, hidden, relu()), "image")
                .addLayer("moments", DenseGraph.layer(hidden, 2 * latent, identity()), "hidden")
                .addVertex("mean", new SubsetVertex(0, latent - 1), "moments")
                .addLayer("decoder", DenseGraph.layer(latent, hidden, relu()), "mean")
                .addLayer("pixels", DenseGraph.layer(hidden, pixels, sigmoid()), "decoder")
                .setOutputs("pixels")
                .build());
        graph.init();
        return graph;
    }

    private static org.nd4j.linalg.activations.Activation relu() {
        return org.nd4j.linalg.activations.Activation.RELU;
    }

    private static org.nd4j.linalg.activations.Activation identity() {
        return org.nd4j.linalg.activations.Activation.IDENTITY;
    }

    private static org.nd4j.linalg.activations.Activation sigmoid() {
        return org.nd4j.linalg.activations.Activation.SIGMOID;
    }

    @Override
    public String family() {
        return VaeFamily.NAME;
    }

    @Override
    public VaeConfig config() {
        return config;
    }

    @Override
    public ImageSpec spec() {
        return spec;
    }

    @Override
    public PixelRange pixelRange() {
        return PixelRange.UNIT;
    }

    @Override
    public int latentSize() {
        return config.latent();
    }

    /** The DL4J graph that holds the weights. */
    public ComputationGraph graph() {
        return graph;
    }

    @Override
    public synchronized INDArray generate(INDArray latents) {
        return Inference.byRows(latents, spec.shape().size(), decoder::forward);
    }

    @Override
    public synchronized INDArray encode(INDArray images) {
        return Inference.byRows(
                images,
                config.latent(),
                rows -> encoder.forward(rows).get(NDArrayIndex.all(), NDArrayIndex.interval(0, config.latent())));
    }

    @Override
    public Trainer newTrainer() {
        return newTrainer(new RandomStreams(config.seed()));
    }

    Trainer newTrainer(RandomSource random) {
        return new VaeTrainer(this, parameters, random);
    }

    @Override
    public void save(Path file) throws IOException {
        ModelFile.write(file, this, graph);
    }

    @Override
    public Map<String, ComputationGraph> networks() {
        return Map.of(NETWORK, graph);
    }

    @Override
    public List<StateDict> stateDicts() {
        int latent = config.latent();
        return List.of(StateDict.generating(NETWORK, graph, "")
                .linear("fc1", "hidden")
                .linear("fc2", "moments", 0, latent)
                .linear("fc3", "moments", latent, 2 * latent)
                .linear("fc4", "decoder")
                .linear("fc5", "pixels")
                .build());
    }

    /** The weights, and beside them the gradients of the last update. */
    GraphParameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
        parameters.close();
        graph.params().close();
    }
}
