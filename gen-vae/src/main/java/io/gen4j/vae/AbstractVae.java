package io.gen4j.vae;

import io.gen4j.EncoderModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelMetric;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import io.gen4j.data.PixelRange;
import io.gen4j.interop.StateDict;
import io.gen4j.metric.likelihood.ActiveUnits;
import io.gen4j.metric.likelihood.LatentDensities;
import io.gen4j.metric.likelihood.LikelihoodBounds;
import io.gen4j.nn.Inference;
import io.gen4j.nn.Network;
import io.gen4j.nn.device.Engine;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.persist.ModelFile;
import io.gen4j.prior.LatentPrior;
import io.gen4j.prior.internal.PseudoInputMixture;
import io.gen4j.prior.internal.Reparameterization;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.ModelGuard;
import io.gen4j.runtime.internal.InputRows;
import io.gen4j.vae.internal.LabelColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The base class of variational autoencoders, with and without labels. */
abstract class AbstractVae implements EncoderModel, LatentDensities {

    private static final String NETWORK = "autoencoder";

    private final VaeConfig config;
    private final ImageSpec spec;
    private final ComputationGraph graph;
    private final ModelGuard guard = new ModelGuard();
    private final GraphParameters parameters;
    private final VaeArchitecture architecture;
    private final Inference encoder;
    private final Inference decoder;
    private final PixelDistribution pixels;
    private final Network densityDecoder;
    private final LabelColumns latentLabels;

    /** Makes a new model with initial weights. */
    AbstractVae(VaeConfig config, ImageSpec spec) {
        this(config, spec, newGraph(config, Objects.requireNonNull(spec, "spec")));
        parameters.initializePath(new RandomStreams(config.seed()).stream("initial weights", 0));
        if (config.learnsVariance()) {
            LearntVariance.initialize(parameters);
        }
        if (config.learnsPrior()) {
            PseudoInputs.initialize(parameters, new RandomStreams(config.seed()).stream("pseudo-inputs", 0));
        }
    }

    /** Makes a model that shares the weights of a graph. The graph must have the layers of {@link #graph()}. */
    AbstractVae(VaeConfig config, ImageSpec spec, ComputationGraph graph) {
        this.config = config;
        this.spec = spec;
        this.graph = graph;
        this.parameters = new GraphParameters(graph);
        this.architecture = VaeArchitecture.of(config, spec, labelCount(config, spec));
        this.encoder = new Inference(architecture.newEncoder(parameters), labelCount(), 2 * config.latent());
        this.decoder = new Inference(
                architecture.newDecoder(parameters), labelCount(), spec.shape().size());
        this.pixels = PixelDistribution.of(config, parameters);
        this.densityDecoder = pixels.newDecoder(architecture, parameters);
        this.latentLabels = new LabelColumns(labelCount());
    }

    static ComputationGraph newGraph(VaeConfig config, ImageSpec spec) {
        GraphBuilder builder = DenseGraph.builder().addInputs(VaeArchitecture.IMAGE);
        if (config.conditional()) {
            builder.addInputs(VaeArchitecture.LABEL);
        }
        VaeArchitecture.of(config, spec, labelCount(config, spec)).addLayers(builder);
        List<String> outputs = new ArrayList<>(List.of(VaeArchitecture.PIXELS));
        if (config.learnsVariance()) {
            LearntVariance.addTo(builder);
            outputs.add(LearntVariance.LAYER);
        }
        if (config.learnsPrior()) {
            PseudoInputs.addTo(builder, config.pseudoInputs(), spec.shape().size());
            outputs.add(PseudoInputs.LAYER);
        }
        builder.setOutputs(outputs.toArray(String[]::new));
        return InitializedGraph.of(builder.build());
    }

    private static int labelCount(VaeConfig config, ImageSpec spec) {
        return config.conditional() ? spec.labelNames().size() : 0;
    }

    /** The number of labels that the networks take; 0 if they take none. */
    final int labelCount() {
        return labelCount(config, spec);
    }

    /** The weights, and the gradients that the trainers write. */
    final GraphParameters parameters() {
        guard.requireOpen();
        return parameters;
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
    public LatentPrior prior() {
        return guard.use(() -> {
            if (!config.learnsPrior()) {
                return LatentPrior.standardNormal(config.latent());
            }
            try (VampPrior prior = new VampPrior(architecture, parameters, config.latent())) {
                return new PseudoInputMixture(prior.moments());
            }
        });
    }

    @Override
    public boolean hasNormalLatents() {
        return !config.learnsPrior();
    }

    @Override
    public int latentSize() {
        return config.latent();
    }

    /** The DL4J graph that holds the weights. */
    public ComputationGraph graph() {
        guard.requireOpen();
        return graph;
    }

    @Override
    public INDArray encode(Batch batch) {
        try (INDArray moments = posterior(batch);
                INDArray means = moments.get(NDArrayIndex.all(), NDArrayIndex.interval(0, config.latent()))) {
            return means.dup('c');
        }
    }

    @Override
    public INDArray encode(Batch batch, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        try (INDArray moments = posterior(batch);
                Reparameterization draws = new Reparameterization(config.latent())) {
            return draws.forward(moments, random).dup('c');
        }
    }

    @Override
    public boolean isBinary() {
        return config.binarize();
    }

    @Override
    public String likelihoodNote() {
        if (config.output() == VaeConfig.Output.GAUSSIAN) {
            return "The likelihood is a density of pixels from 0 to 1, which may exceed 1, so that the nats may be"
                    + " negative.";
        }
        return isBinary()
                ? ""
                : "Grey pixels count as the probability of white: comparable with other models of grey pixels alone.";
    }

    @Override
    public double[] logLikelihoods(Batch batch, INDArray latents) {
        Objects.requireNonNull(batch, "batch");
        return guard.use(() -> {
            try (InputRows images = InputRows.pixels(
                            "batch.images()",
                            batch.images(),
                            spec.shape().size(),
                            pixelRange().black(),
                            pixelRange().white());
                    InputRows rows = InputRows.finite("latents", latents, config.latent())) {
                requireEachImage(rows.array(), images.array());
                INDArray outputs = densityDecoder.forward(latentLabels.joinRepeated(rows.array(), batch.labels()));
                return pixels.logLikelihoods(outputs, images.array());
            }
        });
    }

    private static void requireEachImage(INDArray latents, INDArray images) {
        if (latents.size(0) % images.size(0) != 0) {
            throw new IllegalArgumentException("latents has " + latents.size(0) + " rows: must have a multiple of "
                    + images.size(0) + ", as many for each image");
        }
    }

    @Override
    public List<ModelMetric> metrics() {
        return List.of(new LikelihoodBounds(this), new ActiveUnits(this));
    }

    @Override
    public INDArray posterior(Batch batch) {
        Objects.requireNonNull(batch, "batch");
        return guard.use(() -> {
            try (InputRows images = InputRows.pixels(
                    "batch.images()",
                    batch.images(),
                    spec.shape().size(),
                    pixelRange().black(),
                    pixelRange().white())) {
                return encoder.run(images.array(), batch.labels());
            }
        });
    }

    @Override
    public INDArray decode(INDArray latents, int[] labels) {
        Objects.requireNonNull(labels, "labels");
        return guard.use(() -> {
            try (InputRows rows = InputRows.finite("latents", latents, config.latent())) {
                return decoder.run(rows.array(), labels);
            }
        });
    }

    @Override
    public Trainer newTrainer() {
        return newTrainer(new RandomStreams(config.seed()));
    }

    /** Makes a trainer that draws from {@code random}. */
    @Override
    public Trainer newTrainer(RandomSource random) {
        Objects.requireNonNull(random, "random");
        return guard.use(() -> Engine.current() == Engine.HOST
                ? new VaeTrainer(this, architecture, parameters, random)
                : new DeviceVaeTrainer(this, parameters, random));
    }

    @Override
    public List<InferenceGraph> inferenceGraphs() {
        guard.requireOpen();
        int latent = config.latent();
        InferenceGraph decoder = InferenceGraph.of("decoder", graph)
                .input(InferenceGraph.LATENT, VaeArchitecture.MEAN)
                .output(InferenceGraph.IMAGE, VaeArchitecture.PIXELS);
        InferenceGraph encoder = InferenceGraph.of("encoder", graph)
                .input(InferenceGraph.IMAGE, VaeArchitecture.IMAGE)
                .output("mean", architecture.moments(), 0, latent)
                .output("log_variance", architecture.moments(), latent, 2 * latent);
        return config.conditional()
                ? List.of(
                        decoder.input(InferenceGraph.LABEL, VaeArchitecture.LABEL),
                        encoder.input(InferenceGraph.LABEL, VaeArchitecture.LABEL))
                : List.of(decoder, encoder);
    }

    @Override
    public List<StateDict> stateDicts() {
        guard.requireOpen();
        return architecture.stateDicts(NETWORK, parameters);
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
    public Map<String, ComputationGraph> networks() {
        guard.requireOpen();
        return Map.of(NETWORK, graph);
    }

    @Override
    public void close() {
        guard.close(() -> {
            encoder.close();
            decoder.close();
            densityDecoder.close();
            latentLabels.close();
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
