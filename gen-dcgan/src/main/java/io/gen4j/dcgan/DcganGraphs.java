package io.gen4j.dcgan;

import io.gen4j.ImageSpec;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.graph.ConditionalGraph;
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
 * layers after a convolution have its name and a suffix: {@code up1Normalized}, {@code up1Activated}. Residual blocks add
 * {@code up1Kept} behind, {@code down2Kept} before, and a shortcut.
 *
 * <p>Conditional graphs have a second input, the one-hot label. Its {@code embedding} is appended to the latent, or is
 * one more channel of the discriminator's image.
 */
final class DcganGraphs {

    private static final String EMBEDDING = "embedding";

    /** The suffix of the convolution in a residual block that keeps the sides. */
    private static final String KEPT = "Kept";

    /** The standard deviation of initial weights (Radford et al. 2016, section 4). */
    private static final double DEVIATION = 0.02;

    private static final List<Integer> SIDES = List.of(16, 28, 32, 64, 128);

    private final DcganConfig config;
    private final ImageSpec spec;
    private final ConvolutionalLayout layout;
    private final ConvolutionalLayout seen;

    DcganGraphs(DcganConfig config, ImageSpec spec) {
        this.config = config;
        this.spec = spec;
        this.layout = layout(config.features(), spec.shape());
        this.seen = layout(
                config.discriminatorFeatures() > 0 ? config.discriminatorFeatures() : config.features(), spec.shape());
    }

    private static ConvolutionalLayout layout(int features, ImageShape shape) {
        if (shape.height() != shape.width() || !SIDES.contains(shape.height())) {
            throw new IllegalArgumentException("the images have " + shape.width() + "x" + shape.height()
                    + " pixels: dcgan takes squares of 16, 28, 32, 64 or 128; resize them with images.resized(32)");
        }
        return ConvolutionalLayout.of(new FeatureMap(shape.channels(), shape.height(), shape.width()), features);
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
        before = addGeneratorNormalization(builder, "project", last, relu());
        for (int i = last; i > 1; i--) {
            String name = up(last - i + 1);
            String from = before;
            builder.addLayer(name, up(channels.get(i), channels.get(i - 1), ConvolutionalGraph.identity()), before);
            before = addGeneratorNormalization(builder, name, i - 1, relu());
            if (config.residual()) {
                before = endUp(builder, name + KEPT, i, before, from);
            }
        }
        builder.addLayer(
                "output", up(channels.get(1), channels.get(0), Activation.TANH.getActivationFunction()), before);
        return build(builder, 0, "output");
    }

    /** Adds the second convolution of a residual block that doubles the sides, and its shortcut. */
    private String endUp(GraphBuilder builder, String layer, int level, String before, String from) {
        int inputs = layout.channels().get(level);
        int channels = layout.channels().get(level - 1);
        builder.addLayer(
                layer,
                ConvolutionalGraph.convolution(
                        channels, channels, Kernel.KEEPING, false, ConvolutionalGraph.identity()),
                before);
        return ConvolutionalGraph.addShortcut(
                builder,
                layer,
                addGeneratorNormalization(builder, layer, level - 1, ConvolutionalGraph.identity()),
                from,
                ConvolutionalGraph.transposedConvolution(
                        inputs, channels, Kernel.HALVING_APART, false, ConvolutionalGraph.identity()),
                relu());
    }

    /** @param level the index of the layer's channels in the layout */
    private String addGeneratorNormalization(GraphBuilder builder, String layer, int level, IActivation activation) {
        int channels = layout.channels().get(level);
        if (labels() == 0 || config.generatorLabel() == GeneratorLabel.INPUT) {
            return addNormalization(builder, layer, channels, activation);
        }
        int side = layout.side() >> level;
        return ConditionalGraph.addNormalization(
                builder,
                layer,
                "label",
                labels(),
                new FeatureMap(channels, side, side),
                DenseGraph.activation(activation).orElseThrow());
    }

    private boolean projects() {
        return labels() > 0 && config.discriminatorLabel() == DiscriminatorLabel.PROJECTION;
    }

    /**
     * Makes the discriminator. Its output is a probability, or an unbounded number for a loss without probabilities.
     * The minibatch standard deviation is another input, {@code deviation}, because no DL4J layer computes it. It is
     * one more channel before the last layer.
     */
    ComputationGraph newDiscriminator() {
        int planes = layout.channels().get(0) * config.adversarial().packing() + (labels() > 0 && !projects() ? 1 : 0);
        int side = layout.side();
        GraphBuilder builder = DenseGraph.builder();
        String before = "image";
        if (projects()) {
            builder.addInputs("image", "label");
        } else {
            before = addInputs(builder, "image", side * side);
        }
        builder.addLayer(
                "down1",
                down(planes, seen.channels().get(1), false, DenseGraph.LEAKY_RELU),
                new FeedForwardToCnnPreProcessor(side, side, planes),
                before);
        before = "down1";
        for (int i = 2; i <= seen.halvings(); i++) {
            before = addDown(builder, i, before);
        }
        int channels = seen.smallest();
        for (int i = 1; i <= config.discriminatorConvolutions(); i++) {
            int inputs = channels;
            channels = 2 * seen.smallest();
            before = addConvolution(
                    builder, "refine" + i, inputs, channels, Kernel.KEEPING, before, DenseGraph.LEAKY_RELU);
        }
        FeatureMap features = new FeatureMap(channels, seen.base(), seen.base());
        String last = before;
        if (deviates()) {
            builder.addInputs("deviation").addVertex("deviating", new MergeVertex(), before, "deviation");
            before = "deviating";
            channels++;
        }
        builder.addLayer(
                "output",
                ConvolutionalGraph.convolution(
                        channels,
                        1,
                        Kernel.covering(layout.base()),
                        !normalizes(),
                        projects() ? ConvolutionalGraph.identity() : DenseGraph.function(outputActivation())),
                before);
        return build(
                builder,
                1,
                projects()
                        ? ConditionalGraph.addProjection(
                                builder, "label", labels(), last, features, "output", outputActivation())
                        : "output");
    }

    private String addDown(GraphBuilder builder, int index, String before) {
        int inputs = seen.channels().get(index - 1);
        int outputs = seen.channels().get(index);
        if (!config.residual()) {
            return addConvolution(builder, down(index), inputs, outputs, Kernel.HALVING, before, DenseGraph.LEAKY_RELU);
        }
        String kept = addConvolution(
                builder, down(index) + KEPT, inputs, inputs, Kernel.KEEPING, before, DenseGraph.LEAKY_RELU);
        return ConvolutionalGraph.addShortcut(
                builder,
                down(index),
                addConvolution(
                        builder, down(index), inputs, outputs, Kernel.HALVING, kept, ConvolutionalGraph.identity()),
                before,
                ConvolutionalGraph.convolution(
                        inputs, outputs, Kernel.HALVING_APART, false, ConvolutionalGraph.identity()),
                DenseGraph.LEAKY_RELU);
    }

    private String addConvolution(
            GraphBuilder builder,
            String name,
            int inputs,
            int outputs,
            Kernel kernel,
            String before,
            IActivation activation) {
        if (!normalizes()) {
            builder.addLayer(name, ConvolutionalGraph.convolution(inputs, outputs, kernel, true, activation), before);
            return name;
        }
        builder.addLayer(
                name,
                ConvolutionalGraph.convolution(inputs, outputs, kernel, false, ConvolutionalGraph.identity()),
                before);
        return addNormalization(builder, name, outputs, activation);
    }

    private io.gen4j.nn.graph.Activation outputActivation() {
        return config.adversarial().loss().outputActivation();
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

    private ComputationGraph build(GraphBuilder builder, int index, String output) {
        RandomGenerator random = new RandomStreams(config.seed()).stream("initial weights", index);
        return InitializedGraph.of(builder.setOutputs(output).build(), parameters -> initialize(parameters, random));
    }

    private static void initialize(GraphParameters parameters, RandomGenerator random) {
        LayerPath path = parameters.path();
        path.embedding().ifPresent(layer -> parameters.initializeEmbedding(random, layer));
        path.projection().ifPresent(layer -> parameters.initializeNormal(random, DEVIATION, layer));
        for (LayerPath.Layer layer : path.layers()) {
            parameters.initializeNormal(random, DEVIATION, layer.name());
            if (layer.shortcut() != null) {
                parameters.initializeNormal(random, DEVIATION, layer.shortcut().layer());
            }
            if (layer.affine() != null) {
                parameters.initializeAffine(random, DEVIATION, layer.affine());
            } else if (layer.normalization() != null) {
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
