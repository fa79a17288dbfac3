package io.gen4j.dcgan;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialTrainer;
import io.gen4j.adversarial.AveragedGraph;
import io.gen4j.adversarial.MinibatchStandardDeviation;
import io.gen4j.adversarial.TrainableNetwork;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.ConvolutionalNetwork;
import io.gen4j.nn.ConvolutionalNetwork.Layer;
import io.gen4j.nn.Inference;
import io.gen4j.nn.LabelledNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.nn.internal.BatchStatistics;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A generator and a discriminator, told a label or not: what {@link Dcgan} and {@link ConditionalDcgan} share. */
final class DcganNetworks implements AutoCloseable {

    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";

    /** The deviation of initial weights (Radford et al. 2016, section 4). */
    private static final double DEVIATION = 0.02;

    private final DcganConfig config;
    private final ImageSpec spec;
    private final DcganGraphs graphs;
    private final AveragedGraph generatorWeights;
    private final ComputationGraph discriminatorGraph;
    private final GraphParameters discriminatorParameters;
    private final Network generator;

    /** @param trained the generator's graph, already trained; null for a new one */
    DcganNetworks(DcganConfig config, ImageSpec spec, @Nullable ComputationGraph trained) {
        this.config = config;
        this.spec = spec;
        this.graphs = new DcganGraphs(config, spec);
        this.generatorWeights = new AveragedGraph(
                trained == null ? newGeneratorGraph() : trained,
                config.adversarial().ema());
        this.discriminatorGraph = graphs.newDiscriminator();
        this.discriminatorParameters = new GraphParameters(discriminatorGraph);
        this.generator = newGenerator(generatorWeights.parameters(), BatchStatistics.RUNNING);
        initialize(discriminatorParameters, graphs.discriminatorLayers(), 1);
    }

    private ComputationGraph newGeneratorGraph() {
        ComputationGraph graph = graphs.newGenerator();
        try (GraphParameters parameters = new GraphParameters(graph)) {
            initialize(parameters, graphs.generatorLayers(), 0);
        }
        return graph;
    }

    private void initialize(GraphParameters parameters, List<Layer> layers, int index) {
        RandomGenerator random = new RandomStreams(config.seed()).stream("initial weights", index);
        if (graphs.labels() > 0) {
            parameters.initializeEmbedding(random, DcganGraphs.EMBEDDING);
        }
        for (Layer layer : layers) {
            parameters.initializeNormal(random, DEVIATION, layer.name());
            if (layer.normalization() != null) {
                parameters.initializeNormalization(random, DEVIATION, layer.normalization());
            }
        }
    }

    private Network newGenerator(GraphParameters parameters, BatchStatistics statistics) {
        int labels = graphs.labels();
        Network network = new ConvolutionalNetwork(
                parameters, new FeatureMap(config.latent() + labels, 1, 1), statistics, graphs.generatorLayers());
        return labels == 0 ? network : new LabelledNetwork(parameters, DcganGraphs.EMBEDDING, config.latent(), network);
    }

    private Network newDiscriminator() {
        int labels = graphs.labels();
        int planes = spec.shape().channels() + (labels > 0 ? 1 : 0);
        FeatureMap map =
                new FeatureMap(planes, spec.shape().height(), spec.shape().width());
        List<Layer> layers = graphs.discriminatorLayers();
        Network network = graphs.deviates()
                ? newDeviatingNetwork(map, layers)
                : new ConvolutionalNetwork(discriminatorParameters, map, BatchStatistics.BATCH, layers);
        return labels == 0
                ? network
                : new LabelledNetwork(
                        discriminatorParameters,
                        DcganGraphs.EMBEDDING,
                        spec.shape().size(),
                        network);
    }

    /** The last layer sees how much the images of the batch differ. It normalises nothing, so it counts no batches either. */
    private Network newDeviatingNetwork(FeatureMap map, List<Layer> layers) {
        int last = layers.size() - 1;
        ConvolutionalNetwork body =
                new ConvolutionalNetwork(discriminatorParameters, map, BatchStatistics.BATCH, layers.subList(0, last));
        FeatureMap seen = body.output();
        Network head = new ConvolutionalNetwork(
                discriminatorParameters,
                new FeatureMap(seen.channels() + 1, seen.height(), seen.width()),
                BatchStatistics.RUNNING,
                layers.subList(last, layers.size()));
        return MinibatchStandardDeviation.between(body, seen, head);
    }

    /** Images of latents with the labels one-hot behind them, if there are labels. */
    synchronized INDArray generate(INDArray input) {
        return Inference.byRows(input, spec.shape().size(), generator);
    }

    Trainer newTrainer(GenerativeModel model, RandomSource random) {
        AdversarialConfig adversarial = config.adversarial();
        return AdversarialTrainer.builder(
                        model,
                        new TrainableNetwork(
                                newGenerator(generatorWeights.learning(), BatchStatistics.BATCH),
                                generatorWeights.learning(),
                                config.learningRate(),
                                config.beta1()),
                        new TrainableNetwork(
                                newDiscriminator(),
                                discriminatorParameters,
                                adversarial.discriminatorLearningRate(config.learningRate()),
                                config.beta1()))
                .config(adversarial)
                .labels(graphs.labels())
                .separateBatches(config.discriminatorBatchNorm())
                .average(generatorWeights.average())
                .random(random)
                .build();
    }

    ComputationGraph generatorGraph() {
        return generatorWeights.graph();
    }

    Map<String, ComputationGraph> graphs() {
        Map<String, ComputationGraph> networks = generatorWeights.networks();
        networks.put(DISCRIMINATOR, discriminatorGraph);
        return networks;
    }

    List<InferenceGraph> inferenceGraphs() {
        InferenceGraph generator = InferenceGraph.of(GENERATOR, generatorWeights.graph())
                .input(InferenceGraph.LATENT, "latent")
                .output(InferenceGraph.IMAGE, "output");
        return List.of(graphs.labels() == 0 ? generator : generator.input(InferenceGraph.LABEL, "label"));
    }

    List<StateDict> stateDicts() {
        return List.of(
                sequential(StateDict.generating(GENERATOR, generatorWeights.graph(), "G."), graphs.generatorLayers()),
                sequential(StateDict.training(DISCRIMINATOR, discriminatorGraph, "D."), graphs.discriminatorLayers()));
    }

    /** Layers by their places in PyTorch's Sequential, where normalisation and activations have places of their own. */
    private StateDict sequential(StateDict.Builder tensors, List<Layer> layers) {
        String parent = "";
        if (graphs.labels() > 0) {
            tensors.embedding("label_emb", DcganGraphs.EMBEDDING);
            parent = "model.";
        }
        int place = 0;
        for (Layer layer : layers) {
            tensors.convolution(parent + place++, layer.name());
            if (layer.normalization() != null) {
                tensors.batchNormalization(parent + place++, layer.normalization());
            }
            place++;
        }
        return tensors.build();
    }

    /** Of the generator and of the discriminator, with the gradients of the last update. */
    List<GraphParameters> parameters() {
        return List.of(generatorWeights.learning(), discriminatorParameters);
    }

    @Override
    public void close() {
        generator.close();
        generatorWeights.close();
        discriminatorParameters.close();
        discriminatorGraph.params().close();
    }
}
