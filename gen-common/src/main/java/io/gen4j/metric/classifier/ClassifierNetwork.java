package io.gen4j.metric.classifier;

import io.gen4j.data.ImageShape;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.ConvolutionalNetwork;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.NetworkChain;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.internal.BatchStatistics;
import io.gen4j.nn.optim.Adam;
import io.gen4j.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Convolutions that halve the image until 7 pixels or fewer are left, each with batch normalisation and a ReLU, then a dense
 * layer of {@value #FEATURES} features with a ReLU, and logits. Images whose sides cannot be halved so often stand on a
 * larger {@link #canvas}.
 */
final class ClassifierNetwork implements AutoCloseable {

    /** Numbers that say what is in an image. */
    static final int FEATURES = 128;

    private static final int LARGEST_BASE = 7;
    private static final int FIRST_CHANNELS = 32;
    private static final int MOST_CHANNELS = 256;
    private static final String DENSE = "features";
    private static final String LOGITS = "logits";

    private final int labels;
    private final int halvings;
    private final ImageShape canvas;
    private final ComputationGraph graph;
    private final GraphParameters parameters;

    /**
     * A network that has learnt nothing.
     *
     * @param shape of the images
     * @param labels at least 2
     * @param seed of the initial weights
     */
    ClassifierNetwork(ImageShape shape, int labels, long seed) {
        this.labels = labels;
        this.halvings = halvings(Math.max(shape.height(), shape.width()));
        this.canvas = new ImageShape(shape.channels(), canvasSide(shape.height()), canvasSide(shape.width()));
        this.graph = newGraph();
        this.parameters = new GraphParameters(graph);
        RandomGenerator random = new RandomStreams(seed).stream("initial weights", 0);
        for (int i = 1; i <= halvings; i++) {
            parameters.initialize(random, convolution(i));
        }
        parameters.initialize(random, DENSE, LOGITS);
    }

    private static int halvings(int side) {
        int halvings = 0;
        for (int rest = side; rest > LARGEST_BASE; rest = (rest + 1) / 2) {
            halvings++;
        }
        return halvings;
    }

    private int canvasSide(int side) {
        int unit = 1 << halvings;
        return (side + unit - 1) / unit * unit;
    }

    private ComputationGraph newGraph() {
        GraphBuilder builder = DenseGraph.builder().addInputs("image");
        String before = "image";
        for (int i = 1; i <= halvings; i++) {
            builder.addLayer(
                            convolution(i),
                            ConvolutionalGraph.convolution(
                                    channels(i - 1), channels(i), Kernel.HALVING, false, ConvolutionalGraph.identity()),
                            before)
                    .addLayer(normalization(i), ConvolutionalGraph.normalization(channels(i)), convolution(i))
                    .addLayer(
                            "activated" + i,
                            new ActivationLayer(org.nd4j.linalg.activations.Activation.RELU),
                            normalization(i));
            before = "activated" + i;
        }
        FeatureMap last = map(halvings);
        builder.addLayer(
                        DENSE,
                        DenseGraph.layer(last.size(), FEATURES, org.nd4j.linalg.activations.Activation.RELU),
                        before)
                .addLayer(
                        LOGITS,
                        DenseGraph.layer(FEATURES, labels, org.nd4j.linalg.activations.Activation.IDENTITY),
                        DENSE)
                .setOutputs(LOGITS);
        if (halvings > 0) {
            builder.inputPreProcessor(
                            convolution(1),
                            new FeedForwardToCnnPreProcessor(canvas.height(), canvas.width(), canvas.channels()))
                    .inputPreProcessor(
                            DENSE, new CnnToFeedForwardPreProcessor(last.height(), last.width(), last.channels()));
        }
        return InitializedGraph.of(builder.build());
    }

    private int channels(int halving) {
        return halving == 0 ? canvas.channels() : Math.min(MOST_CHANNELS, FIRST_CHANNELS << (halving - 1));
    }

    private FeatureMap map(int halving) {
        return new FeatureMap(channels(halving), canvas.height() >> halving, canvas.width() >> halving);
    }

    private static String convolution(int index) {
        return "convolution" + index;
    }

    private static String normalization(int index) {
        return "normalization" + index;
    }

    /** The shape that images are to be brought to. */
    ImageShape canvas() {
        return canvas;
    }

    /** From images, {@code [n, canvas().size()]} within [0, 1], to features, {@code [n, FEATURES]}, 0 or more. */
    Network newFeatures(BatchStatistics statistics) {
        Network dense = new DenseNetwork(parameters, new DenseNetwork.Layer(DENSE, Activation.RELU));
        if (halvings == 0) {
            return dense;
        }
        List<ConvolutionalNetwork.Layer> layers = new ArrayList<>();
        for (int i = 1; i <= halvings; i++) {
            layers.add(new ConvolutionalNetwork.Layer(convolution(i), normalization(i), Activation.RELU));
        }
        return new NetworkChain(new ConvolutionalNetwork(parameters, map(0), statistics, layers), dense);
    }

    /** From features to logits, {@code [n, labels]}. */
    Network newLogits() {
        return new DenseNetwork(parameters, new DenseNetwork.Layer(LOGITS, Activation.IDENTITY));
    }

    Adam newAdam(double learningRate) {
        return new Adam(parameters, learningRate, 0.9);
    }

    /** The weights by name. */
    StateDict stateDict() {
        StateDict.Builder tensors = StateDict.generating("classifier", graph, "");
        for (int i = 1; i <= halvings; i++) {
            tensors.convolution(convolution(i), convolution(i)).batchNormalization(normalization(i), normalization(i));
        }
        return tensors.linear(DENSE, DENSE).linear(LOGITS, LOGITS).build();
    }

    @Override
    public void close() {
        parameters.close();
        graph.params().close();
    }
}
