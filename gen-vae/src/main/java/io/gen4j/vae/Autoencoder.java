package io.gen4j.vae;

import static io.gen4j.nn.graph.Activation.IDENTITY;
import static io.gen4j.nn.graph.Activation.RELU;
import static io.gen4j.nn.graph.Activation.SIGMOID;

import io.gen4j.ImageSpec;
import io.gen4j.LatentModel;
import io.gen4j.Trainer;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Inference;
import io.gen4j.nn.Network;
import io.gen4j.nn.device.Engine;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.persist.ModelFile;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.ModelGuard;
import io.gen4j.runtime.internal.InputRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A plain autoencoder with one hidden ReLU layer on either side of the latent (Hinton and Salakhutdinov 2006). Use it
 * to compress and reconstruct images. Its latents follow no known distribution, so random latents may give meaningless
 * images. Use a {@link Vae} to generate images.
 */
public final class Autoencoder implements LatentModel {

    private static final String NETWORK = "autoencoder";
    private static final String LATENT = "latent";
    private static final String DECODER = "decoder";

    private final AutoencoderConfig config;
    private final ImageSpec spec;
    private final ComputationGraph graph;
    private final ModelGuard guard = new ModelGuard();
    private final GraphParameters parameters;
    private final Inference encoder;
    private final Inference decoder;

    /** Makes a new model with initial weights. */
    public Autoencoder(AutoencoderConfig config, ImageSpec spec) {
        this(config, spec, newGraph(config, spec));
        parameters.initializePath(new RandomStreams(config.seed()).stream("initial weights", 0));
    }

    /**
     * Makes a model that shares the weights of a graph. The graph must have the layers of the one in {@link
     * #networks()}.
     */
    Autoencoder(AutoencoderConfig config, ImageSpec spec, ComputationGraph graph) {
        this.config = config;
        this.spec = spec;
        this.graph = graph;
        this.parameters = new GraphParameters(graph);
        LayerPath path = parameters.path();
        this.encoder = new Inference(network(path.to(LATENT)), config.latent());
        this.decoder = new Inference(network(path.from(DECODER)), spec.shape().size());
    }

    private Network network(LayerPath path) {
        return Engine.current().network(parameters, path, BatchStatistics.BATCH);
    }

    /**
     * A builder that starts from the {@link AutoencoderConfig#DEFAULTS}, for MNIST's image shape and labels.
     *
     * <pre>{@code
     * Autoencoder model = Autoencoder.builder().epochs(5).build();
     * }</pre>
     */
    public static AutoencoderConfig.Builder<Autoencoder> builder() {
        return builder(ImageSpec.MNIST);
    }

    /**
     * A builder that starts from the {@link AutoencoderConfig#DEFAULTS}, for images of another shape or with other
     * labels.
     */
    public static AutoencoderConfig.Builder<Autoencoder> builder(ImageSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new AutoencoderConfig.Builder<>(config -> new Autoencoder(config, spec));
    }

    /**
     * Loads a model that {@link #save} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws io.gen4j.file.InvalidDataException if the file is not such a model, or is damaged
     */
    public static Autoencoder load(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return ModelFile.load(file, Autoencoder.class);
    }

    static ComputationGraph newGraph(AutoencoderConfig config, ImageSpec spec) {
        int pixels = spec.shape().size();
        return InitializedGraph.of(DenseGraph.builder()
                .addInputs("image")
                .addLayer("hidden", DenseGraph.layer(pixels, config.hidden(), RELU), "image")
                .addLayer(LATENT, DenseGraph.layer(config.hidden(), config.latent(), IDENTITY), "hidden")
                .addLayer(DECODER, DenseGraph.layer(config.latent(), config.hidden(), RELU), LATENT)
                .addLayer("pixels", DenseGraph.layer(config.hidden(), pixels, SIGMOID), DECODER)
                .setOutputs("pixels")
                .build());
    }

    @Override
    public String family() {
        return AutoencoderFamily.NAME;
    }

    @Override
    public AutoencoderConfig config() {
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

    @Override
    public INDArray generate(INDArray latents) {
        return guard.use(() -> {
            try (InputRows rows = InputRows.finite("latents", latents, config.latent())) {
                return decoder.run(rows.array());
            }
        });
    }

    @Override
    public INDArray encode(INDArray images) {
        return guard.use(() -> {
            try (InputRows rows = InputRows.pixels(
                    "images",
                    images,
                    spec.shape().size(),
                    pixelRange().black(),
                    pixelRange().white())) {
                return encoder.run(rows.array());
            }
        });
    }

    @Override
    public boolean hasNormalLatents() {
        return false;
    }

    @Override
    public Trainer newTrainer() {
        return guard.use(() -> Engine.current() == Engine.HOST
                ? new AutoencoderTrainer(this, parameters)
                : new DeviceAutoencoderTrainer(this, parameters));
    }

    /** Makes a trainer. It ignores {@code random}: only the order of the images is random in its training. */
    @Override
    public Trainer newTrainer(RandomSource random) {
        Objects.requireNonNull(random, "random");
        return newTrainer();
    }

    @Override
    public Map<String, ComputationGraph> networks() {
        guard.requireOpen();
        return Map.of(NETWORK, graph);
    }

    @Override
    public List<InferenceGraph> inferenceGraphs() {
        guard.requireOpen();
        return List.of(
                InferenceGraph.of("decoder", graph)
                        .input(InferenceGraph.LATENT, "latent")
                        .output(InferenceGraph.IMAGE, "pixels"),
                InferenceGraph.of("encoder", graph)
                        .input(InferenceGraph.IMAGE, "image")
                        .output(InferenceGraph.LATENT, "latent"));
    }

    @Override
    public List<StateDict> stateDicts() {
        guard.requireOpen();
        StateDict.Builder tensors = StateDict.generating(NETWORK, graph, "");
        int number = 1;
        for (String layer : parameters.path().names()) {
            tensors.linear("fc" + number++, layer);
        }
        return List.of(tensors.build());
    }

    /** The weights, and the gradients of the last update. */
    GraphParameters parameters() {
        guard.requireOpen();
        return parameters;
    }

    @Override
    public void save(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        guard.use(() -> {
            ModelFile.write(file, this, graph);
            return file;
        });
    }

    @Override
    public void close() {
        guard.close(() -> {
            encoder.close();
            decoder.close();
            parameters.close();
            GraphMemory.free(graph);
        });
    }

    @Override
    public ModelGuard guard() {
        return guard;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " of " + spec.shape() + " images" + (isClosed() ? ", closed" : "") + ": "
                + config;
    }
}
