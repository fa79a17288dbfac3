package io.gen4j.metric.feature;

import io.gen4j.data.ImageShape;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.GraphParameters;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * The layers from an image to its features, which the classifier and the encoder have in common. Convolutions halve the image
 * until 7 pixels or fewer are left, each with batch normalisation and a ReLU. A dense layer of {@value #FEATURES} features with
 * a ReLU follows. Images whose sides cannot be halved so often stand on a larger {@link #canvas}.
 */
final class FeatureTrunk {

    /** Numbers that describe an image. */
    static final int FEATURES = 128;

    private static final int LARGEST_BASE = 7;
    private static final int FIRST_CHANNELS = 32;
    private static final int MOST_CHANNELS = 256;
    private static final String INPUT = "image";
    private static final String DENSE = "features";

    /** Pixels of the canvas for each of the image, at most: long and narrow images are halved less often. */
    private static final int MOST_CANVAS = 2;

    private final int halvings;
    private final ImageShape canvas;

    /** @param shape of the images */
    FeatureTrunk(ImageShape shape) {
        int most = halvings(Math.max(shape.height(), shape.width()));
        while (area(shape, most) > MOST_CANVAS * shape.height() * shape.width()) {
            most--;
        }
        this.halvings = most;
        this.canvas = new ImageShape(
                shape.channels(), canvasSide(shape.height(), halvings), canvasSide(shape.width(), halvings));
    }

    private static int halvings(int side) {
        int halvings = 0;
        for (int rest = side; rest > LARGEST_BASE; rest = (rest + 1) / 2) {
            halvings++;
        }
        return halvings;
    }

    private static int area(ImageShape shape, int halvings) {
        return canvasSide(shape.height(), halvings) * canvasSide(shape.width(), halvings);
    }

    private static int canvasSide(int side, int halvings) {
        int unit = 1 << halvings;
        return (side + unit - 1) / unit * unit;
    }

    /** The shape that images are to be brought to. */
    ImageShape canvas() {
        return canvas;
    }

    /** How often the sides of the canvas are halved, 0 or more. */
    int halvings() {
        return halvings;
    }

    /** The map after so many halvings. */
    FeatureMap map(int halving) {
        return new FeatureMap(channels(halving), canvas.height() >> halving, canvas.width() >> halving);
    }

    private int channels(int halving) {
        return halving == 0 ? canvas.channels() : Math.min(MOST_CHANNELS, FIRST_CHANNELS << (halving - 1));
    }

    /** Adds the layers; returns the name of the last one. */
    String addTo(GraphBuilder builder) {
        builder.addInputs(INPUT);
        String before = INPUT;
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
                DENSE, DenseGraph.layer(last.size(), FEATURES, org.nd4j.linalg.activations.Activation.RELU), before);
        if (halvings > 0) {
            builder.inputPreProcessor(
                            convolution(1),
                            new FeedForwardToCnnPreProcessor(canvas.height(), canvas.width(), canvas.channels()))
                    .inputPreProcessor(
                            DENSE, new CnnToFeedForwardPreProcessor(last.height(), last.width(), last.channels()));
        }
        return DENSE;
    }

    /** Draws the initial weights. */
    void initialize(GraphParameters parameters, RandomGenerator random) {
        for (int i = 1; i <= halvings; i++) {
            parameters.initialize(random, convolution(i));
        }
        parameters.initialize(random, DENSE);
    }

    /** From images, {@code [n, canvas().size()]} within [0, 1], to features, {@code [n, FEATURES]}, 0 or more. */
    Network newNetwork(GraphParameters parameters, BatchStatistics statistics) {
        return Network.of(parameters, parameters.path().to(DENSE), statistics);
    }

    /** Adds the weights by name. */
    void addTo(StateDict.Builder tensors) {
        for (int i = 1; i <= halvings; i++) {
            tensors.convolution(convolution(i), convolution(i)).batchNormalization(normalization(i), normalization(i));
        }
        tensors.linear(DENSE, DENSE);
    }

    private static String convolution(int index) {
        return "convolution" + index;
    }

    private static String normalization(int index) {
        return "normalization" + index;
    }
}
