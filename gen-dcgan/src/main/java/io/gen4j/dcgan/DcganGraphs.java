package io.gen4j.dcgan;

import io.gen4j.ImageSpec;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.ConvolutionalLayout;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/**
 * The two DL4J graphs of a DCGAN. The generator's transposed convolutions are {@code project}, {@code up1}, {@code up2}
 * … and {@code output}. The discriminator's convolutions are {@code down1}, {@code down2} … and {@code output}. The
 * layers after a convolution have its name and a suffix: {@code up1Normalized}, {@code up1Activated}.
 *
 * <p>Conditional graphs have a second input, the one-hot label. Its {@code embedding} is appended to the latent, or is
 * one more channel of the discriminator's image.
 */
final class DcganGraphs {

    private static final String EMBEDDING = "embedding";

    /** The standard deviation of initial weights (Radford et al. 2016, section 4). */
    private static final double DEVIATION = 0.02;

    private static final List<Integer> SIDES = List.of(16, 28, 32, 64, 128);

    private final DcganConfig config;
    private final ImageSpec spec;
    private final ConvolutionalLayout layout;

    DcganGraphs(DcganConfig config, ImageSpec spec) {
        this.config = config;
        this.spec = spec;
        this.layout = layout(config, spec.shape());
    }

    private static ConvolutionalLayout layout(DcganConfig config, ImageShape shape) {
        if (shape.height() != shape.width() || !SIDES.contains(shape.height())) {
            throw new IllegalArgumentException("the images have " + shape.width() + "x" + shape.height()
                    + " pixels: dcgan takes squares of 16, 28, 32, 64 or 128; resize them with images.resized(32)");
        }
        return ConvolutionalLayout.of(
                new FeatureMap(shape.channels(), shape.height(), shape.width()), config.features());
    }

    /** The number of labels that the networks take; 0 if they take none. */
    private int labels() {
        return config.conditional() ? spec.labelNames().size() : 0;
    }

    /** The size of the embedding after the latent: the number of labels, as in the dense conditional GAN. */
    private int embedded() {
        return labels();
    }

    ComputationGraph newGenerator() {
        int inputs = config.latent() + embedded();
        GraphBuilder builder = DenseGraph.builder();
        String before = addInputs(builder, "latent", embedded());
        List<Integer> channels = layout.channels();
        int last = layout.halvings();
        builder.addLayer(
                "project",
                ConvolutionalGraph.transposedConvolution(
                        inputs,
                        channels.get(last),
                        Kernel.covering(layout.base()),
                        false,
                        ConvolutionalGraph.identity()),
                new FeedForwardToCnnPreProcessor(1, 1, inputs),
                before);
        before = addNormalization(builder, "project", channels.get(last), relu());
        for (int i = last; i > 1; i--) {
            String name = up(last - i + 1);
            builder.addLayer(name, up(channels.get(i), channels.get(i - 1), ConvolutionalGraph.identity()), before);
            before = addNormalization(builder, name, channels.get(i - 1), relu());
        }
        builder.addLayer(
                "output", up(channels.get(1), channels.get(0), Activation.TANH.getActivationFunction()), before);
        return build(builder, 0);
    }

    /**
     * Makes the discriminator. Its output is a probability, or an unbounded number for a loss without probabilities.
     * The minibatch standard deviation is another input, {@code deviation}, because no DL4J layer computes it. It is
     * one more channel before the last layer.
     */
    ComputationGraph newDiscriminator() {
        int planes = layout.channels().get(0) + (labels() > 0 ? 1 : 0);
        int side = layout.side();
        GraphBuilder builder = DenseGraph.builder();
        String before = addInputs(builder, "image", side * side);
        builder.addLayer(
                "down1",
                down(planes, layout.channels().get(1), false, DenseGraph.LEAKY_RELU),
                new FeedForwardToCnnPreProcessor(side, side, planes),
                before);
        before = "down1";
        for (int i = 2; i <= layout.halvings(); i++) {
            before = addDown(builder, i, before);
        }
        int channels = layout.channels().get(layout.halvings());
        if (deviates()) {
            builder.addInputs("deviation").addVertex("deviating", new MergeVertex(), before, "deviation");
            before = "deviating";
            channels++;
        }
        builder.addLayer(
                "output",
                ConvolutionalGraph.convolution(
                        channels, 1, Kernel.covering(layout.base()), !normalizes(), outputActivation()),
                before);
        return build(builder, 1);
    }

    private String addDown(GraphBuilder builder, int index, String before) {
        int inputs = layout.channels().get(index - 1);
        int outputs = layout.channels().get(index);
        if (!normalizes()) {
            builder.addLayer(down(index), down(inputs, outputs, true, DenseGraph.LEAKY_RELU), before);
            return down(index);
        }
        builder.addLayer(down(index), down(inputs, outputs, false, ConvolutionalGraph.identity()), before);
        return addNormalization(builder, down(index), outputs, DenseGraph.LEAKY_RELU);
    }

    private IActivation outputActivation() {
        return DenseGraph.function(config.adversarial().loss().outputActivation());
    }

    private boolean normalizes() {
        return config.discriminatorBatchNorm();
    }

    /** Whether the discriminator's last layer takes the minibatch standard deviation as one more channel. */
    private boolean deviates() {
        return config.adversarial().minibatchStddev();
    }

    private String addInputs(GraphBuilder builder, String input, int width) {
        if (labels() == 0) {
            builder.addInputs(input);
            return input;
        }
        builder.addInputs(input, "label")
                .addLayer(EMBEDDING, DenseGraph.embedding(labels(), width), "label")
                .addVertex("joined", new MergeVertex(), input, EMBEDDING);
        return "joined";
    }

    private static String addNormalization(GraphBuilder builder, String layer, int channels, IActivation activation) {
        builder.addLayer(normalization(layer), ConvolutionalGraph.normalization(channels), layer)
                .addLayer(layer + "Activated", new ActivationLayer(activation), normalization(layer));
        return layer + "Activated";
    }

    private ComputationGraph build(GraphBuilder builder, int index) {
        RandomGenerator random = new RandomStreams(config.seed()).stream("initial weights", index);
        return InitializedGraph.of(builder.setOutputs("output").build(), parameters -> initialize(parameters, random));
    }

    private static void initialize(GraphParameters parameters, RandomGenerator random) {
        LayerPath path = parameters.path();
        path.embedding().ifPresent(layer -> parameters.initializeEmbedding(random, layer));
        for (LayerPath.Layer layer : path.layers()) {
            parameters.initializeNormal(random, DEVIATION, layer.name());
            if (layer.normalization() != null) {
                parameters.initializeNormalization(random, DEVIATION, layer.normalization());
            }
        }
    }

    private static org.deeplearning4j.nn.conf.layers.Layer up(int inputs, int outputs, IActivation activation) {
        return ConvolutionalGraph.transposedConvolution(inputs, outputs, Kernel.HALVING, false, activation);
    }

    private static org.deeplearning4j.nn.conf.layers.Layer down(
            int inputs, int outputs, boolean bias, IActivation activation) {
        return ConvolutionalGraph.convolution(inputs, outputs, Kernel.HALVING, bias, activation);
    }

    private static String normalization(String layer) {
        return layer + "Normalized";
    }

    private static String up(int index) {
        return "up" + index;
    }

    private static String down(int index) {
        return "down" + index;
    }

    private static IActivation relu() {
        return Activation.RELU.getActivationFunction();
    }
}
