package io.gen4j.adversarial;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Inference;
import io.gen4j.nn.Network;
import io.gen4j.nn.PackedNetwork;
import io.gen4j.nn.device.Engine;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InferenceGraph;
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
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model with a generator and a discriminator. Extend it for a GAN of your own. A subclass builds two DL4J graphs.
 * This class derives from them the networks, the trainer and the names of the tensors. It owns all native memory.
 *
 * <p>A graph with an embedding takes a label (see {@link io.gen4j.nn.graph.LayerPath#embedding()}), and so does a
 * discriminator with a projection. Either both graphs take a label, or neither. With minibatch standard deviation in the settings, the discriminator's last layer has
 * one additional input or channel. With packing, its input has the pixels of several images, or their channels.
 *
 * @param <C> the settings
 */
public abstract class AdversarialModel<C extends AdversarialModelConfig> implements GenerativeModel {

    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";

    private final C config;
    private final ImageSpec spec;
    private final AveragedGraph generatorWeights;
    private final ComputationGraph discriminatorGraph;
    private final GraphParameters discriminatorParameters;
    private final int labels;
    private final Inference generator;
    private final ModelGuard guard = new ModelGuard();

    /**
     * Creates a model on the weights of two graphs. The model closes them.
     *
     * @param generator from a latent to an image within -1 to 1
     * @param discriminator from an image to one number
     */
    protected AdversarialModel(C config, ImageSpec spec, ComputationGraph generator, ComputationGraph discriminator) {
        this.config = config;
        this.spec = spec;
        this.generatorWeights =
                new AveragedGraph(generator, config.adversarial().ema());
        this.discriminatorGraph = discriminator;
        this.discriminatorParameters = new GraphParameters(discriminator);
        GraphParameters drawing = generatorWeights.parameters();
        this.labels = drawing.path()
                .embedding()
                .map(layer -> (int) drawing.weights(layer).size(0))
                .orElse(0);
        this.generator = new Inference(
                Engine.current().network(drawing, drawing.path(), BatchStatistics.RUNNING),
                labels,
                spec.shape().size());
    }

    @Override
    public final C config() {
        return config;
    }

    @Override
    public final ImageSpec spec() {
        return spec;
    }

    @Override
    public final PixelRange pixelRange() {
        return PixelRange.SIGNED;
    }

    @Override
    public final int latentSize() {
        return config.latent();
    }

    /** Generates images without labels; see {@link #generate(INDArray)}. */
    protected final INDArray draw(INDArray latents) {
        return guard.use(() -> {
            try (InputRows rows = InputRows.finite("latents", latents, latentSize())) {
                return generator.run(rows.array());
            }
        });
    }

    /** Generates images with labels; see {@link io.gen4j.ConditionalModel#generate(INDArray, int[])}. */
    protected final INDArray draw(INDArray latents, int[] chosen) {
        Objects.requireNonNull(chosen, "labels");
        return guard.use(() -> {
            try (InputRows rows = InputRows.finite("latents", latents, latentSize())) {
                return generator.run(rows.array(), chosen);
            }
        });
    }

    /** Generates images with mixed labels; see {@link io.gen4j.latent.LabelMixingModel#generateMixed}. DL4J's layers run. */
    protected final INDArray drawMixed(INDArray latents, INDArray labelWeights) {
        return guard.use(() -> {
            try (InputRows rows = InputRows.finite("latents", latents, latentSize());
                    InputRows weights = InputRows.finite("labelWeights", labelWeights, labels)) {
                long n = rows.array().size(0);
                if (weights.array().size(0) != n) {
                    throw new IllegalArgumentException("labelWeights has "
                            + weights.array().size(0) + " rows for " + n + " latents: must have as many");
                }
                ComputationGraph graph = generatorWeights.graph();
                synchronized (graph) {
                    return graph.output(rows.array(), weights.array())[0]
                            .reshape(n, spec.shape().size())
                            .dup('c');
                }
            }
        });
    }

    /** The DL4J graph with the generator's weights or their moving average. {@link #save} writes this graph. */
    public final ComputationGraph generatorGraph() {
        guard.requireOpen();
        return generatorWeights.graph();
    }

    /** The DL4J graph with the discriminator's weights. */
    public final ComputationGraph discriminatorGraph() {
        guard.requireOpen();
        return discriminatorGraph;
    }

    /** The generator's learning weights, with the gradients of the last update. */
    public final GraphParameters generatorParameters() {
        guard.requireOpen();
        return generatorWeights.learning();
    }

    /** The discriminator's weights, with the gradients of the last update. */
    public final GraphParameters discriminatorParameters() {
        guard.requireOpen();
        return discriminatorParameters;
    }

    @Override
    public final Trainer newTrainer() {
        return newTrainer(new RandomStreams(config.seed()));
    }

    @Override
    public final Trainer newTrainer(RandomSource random) {
        Objects.requireNonNull(random, "random");
        return guard.use(() -> trainer(random));
    }

    private Trainer trainer(RandomSource random) {
        AdversarialConfig adversarial = config.adversarial();
        GraphParameters learning = generatorWeights.learning();
        if (Engine.current() == Engine.ND4J) {
            return new DeviceAdversarialTrainer(
                    this, config, learning, discriminatorParameters, labels, generatorWeights.average(), random);
        }
        return AdversarialTrainer.builder(
                        this,
                        new TrainableNetwork(
                                Network.of(learning, learning.path(), BatchStatistics.BATCH),
                                learning,
                                config.learningRate(),
                                config.beta1()),
                        new TrainableNetwork(
                                newDiscriminator(),
                                discriminatorParameters,
                                adversarial.discriminatorLearningRate(config.learningRate()),
                                config.beta1()))
                .config(adversarial)
                .labels(labels)
                .separateBatches(discriminatorParameters.path().isNormalized())
                .average(generatorWeights.average())
                .random(random)
                .build();
    }

    private Network newDiscriminator() {
        Network network = config.adversarial().minibatchStddev()
                ? MinibatchStandardDeviation.beforeLast(
                        discriminatorParameters, discriminatorParameters.path().logits())
                : Network.logitsOf(discriminatorParameters);
        int packing = config.adversarial().packing();
        return packing == 1 ? network : new PackedNetwork(network, spec.shape().size(), packing);
    }

    /** Writes the generator only. After loading, the discriminator has initial weights. */
    @Override
    public final void save(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        guard.use(() -> {
            ModelFile.write(file, this, generatorWeights.graph());
            return file;
        });
    }

    @Override
    public final Map<String, ComputationGraph> networks() {
        guard.requireOpen();
        Map<String, ComputationGraph> networks = generatorWeights.networks();
        networks.put(DISCRIMINATOR, discriminatorGraph);
        return networks;
    }

    @Override
    public final List<InferenceGraph> inferenceGraphs() {
        guard.requireOpen();
        ComputationGraphConfiguration graph = generatorGraph().getConfiguration();
        InferenceGraph drawing = InferenceGraph.of(GENERATOR, generatorGraph())
                .input(InferenceGraph.LATENT, graph.getNetworkInputs().get(0))
                .output(InferenceGraph.IMAGE, graph.getNetworkOutputs().get(0));
        return List.of(
                labels == 0
                        ? drawing
                        : drawing.input(
                                InferenceGraph.LABEL, graph.getNetworkInputs().get(1)));
    }

    /**
     * The tensors of PyTorch's Sequential. The generator's have the prefix {@code G.}, the discriminator's {@code D.}.
     */
    @Override
    public List<StateDict> stateDicts() {
        return stateDicts(1);
    }

    /** @param steps positions after each layer of the discriminator in PyTorch: 1 for an activation, 2 with dropout */
    protected final List<StateDict> stateDicts(int steps) {
        guard.requireOpen();
        return List.of(
                StateDict.generating(GENERATOR, generatorWeights.graph(), "G.")
                        .sequential(1)
                        .build(),
                StateDict.training(DISCRIMINATOR, discriminatorGraph, "D.")
                        .sequential(steps)
                        .build());
    }

    @Override
    public final void close() {
        guard.close(() -> {
            generator.close();
            generatorWeights.close();
            discriminatorParameters.close();
            GraphMemory.free(discriminatorGraph);
        });
    }

    @Override
    public final ModelGuard guard() {
        return guard;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + " of " + spec.shape() + " images" + (isClosed() ? ", closed" : "") + ": "
                + config;
    }
}
