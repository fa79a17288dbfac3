package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.Arguments;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/**
 * Makes DL4J convolutional layers that the fast network {@code ConvolutionalNetwork} supports. Use it to build a graph
 * of convolutions.
 */
public final class ConvolutionalGraph {

    /** PyTorch's eps and momentum. DL4J's decay is 1 - momentum. */
    private static final double EPSILON = 1e-5;

    private static final double DECAY = 0.9;

    private ConvolutionalGraph() {}

    /**
     * The size and the movement of a kernel, equal along both axes.
     *
     * @param size the side in pixels, at least 1
     * @param stride the step in pixels, at least 1; if it divides the size, a transposed convolution shows no
     *     checkerboard artefacts
     * @param padding the pixels added on each side, at least 0
     */
    public record Kernel(int size, int stride, int padding) {

        /** Halves an image's sides; transposed, doubles them. */
        public static final Kernel HALVING = new Kernel(4, 2, 1);

        /** Halves an image's sides without overlap, as a mean of four pixels does; transposed, doubles them. */
        public static final Kernel HALVING_APART = new Kernel(2, 2, 0);

        /** Keeps an image's sides. */
        public static final Kernel KEEPING = new Kernel(3, 1, 1);

        /** @throws IllegalArgumentException if a length lies outside its range */
        public Kernel {
            Arguments.requireAtLeast("size", size, 1);
            Arguments.requireAtLeast("stride", stride, 1);
            Arguments.requireAtLeast("padding", padding, 0);
        }

        /**
         * Covers a whole image of this side and gives a single pixel. Transposed, makes an image of this side from one
         * pixel.
         */
        public static Kernel covering(int side) {
            Arguments.requireAtLeast("side", side, 1);
            return new Kernel(side, 1, 0);
        }
    }

    /** Makes a convolution. */
    public static ConvolutionLayer convolution(
            int inputs, int outputs, Kernel kernel, boolean bias, IActivation activation) {
        Objects.requireNonNull(activation, "activation");
        Arguments.requireAtLeast("inputs", inputs, 1);
        Arguments.requireAtLeast("outputs", outputs, 1);
        return new ConvolutionLayer.Builder(sides(kernel.size), sides(kernel.stride), sides(kernel.padding))
                .nIn(inputs)
                .nOut(outputs)
                .hasBias(bias)
                .convolutionMode(ConvolutionMode.Truncate)
                .activation(activation)
                .build();
    }

    /** Makes a transposed convolution. */
    public static Deconvolution2D transposedConvolution(
            int inputs, int outputs, Kernel kernel, boolean bias, IActivation activation) {
        Objects.requireNonNull(activation, "activation");
        Arguments.requireAtLeast("inputs", inputs, 1);
        Arguments.requireAtLeast("outputs", outputs, 1);
        return new Deconvolution2D.Builder(sides(kernel.size), sides(kernel.stride), sides(kernel.padding))
                .nIn(inputs)
                .nOut(outputs)
                .hasBias(bias)
                .convolutionMode(ConvolutionMode.Truncate)
                .activation(activation)
                .build();
    }

    /** Makes batch normalisation for a number of channels. DL4J's layer has no activation: add an activation layer. */
    public static BatchNormalization normalization(int channels) {
        Arguments.requireAtLeast("channels", channels, 1);
        return new BatchNormalization.Builder()
                .decay(DECAY)
                .eps(EPSILON)
                .useLogStd(false)
                .nIn(channels)
                .nOut(channels)
                .build();
    }

    /**
     * Adds the end of a residual block: activation(layer + shortcut), where the shortcut is a convolution of the block's
     * input (He et al. 2016, arXiv:1512.03385). The new vertices have the layer's name and a suffix: {@code Shortcut},
     * {@code Sum}, {@code SumActivated}.
     *
     * @param layer the convolution at the block's end, without an activation
     * @param end the last vertex of that layer: itself, or its batch normalisation
     * @param from the vertex before the block
     * @param shortcut a convolution without an activation, from the shape of {@code from} to that of {@code end}
     * @param activation of the sum
     * @return the name of the last vertex
     */
    public static String addShortcut(
            GraphBuilder builder,
            String layer,
            String end,
            String from,
            ConvolutionLayer shortcut,
            IActivation activation) {
        Objects.requireNonNull(builder, "builder");
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(shortcut, "shortcut");
        Objects.requireNonNull(activation, "activation");
        builder.addLayer(layer + "Shortcut", shortcut, from)
                .addVertex(layer + "Sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), end, layer + "Shortcut")
                .addLayer(layer + "SumActivated", new ActivationLayer(activation), layer + "Sum");
        return layer + "SumActivated";
    }

    /** The identity. Use it where the next layer applies the activation. */
    public static IActivation identity() {
        return Activation.IDENTITY.getActivationFunction();
    }

    private static int[] sides(int length) {
        return new int[] {length, length};
    }
}
