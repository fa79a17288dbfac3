package io.gen4j.nn.graph;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/** Convolutional layers of ComputationGraphs for which there is a fast network, a {@code ConvolutionalNetwork}. */
public final class ConvolutionalGraph {

    /** PyTorch's eps and momentum, which DL4J counts from the other end. */
    private static final double EPSILON = 1e-5;

    private static final double DECAY = 0.9;

    private ConvolutionalGraph() {}

    /**
     * A kernel and how it moves, the same along both axes.
     *
     * @param size pixels, at least 1
     * @param stride pixels, at least 1; a divisor of the size keeps a transposed convolution free of checkerboards
     * @param padding pixels on each side, at least 0
     */
    public record Kernel(int size, int stride, int padding) {

        /** Halves or, transposed, doubles an image's sides. */
        public static final Kernel HALVING = new Kernel(4, 2, 1);

        /** Covers an image of this side, which becomes a single pixel, or transposed, becomes of one. */
        public static Kernel covering(int side) {
            return new Kernel(side, 1, 0);
        }
    }

    /** A convolution. */
    public static ConvolutionLayer convolution(
            int inputs, int outputs, Kernel kernel, boolean bias, IActivation activation) {
        return new ConvolutionLayer.Builder(sides(kernel.size), sides(kernel.stride), sides(kernel.padding))
                .nIn(inputs)
                .nOut(outputs)
                .hasBias(bias)
                .convolutionMode(ConvolutionMode.Truncate)
                .activation(activation)
                .build();
    }

    /** A transposed convolution. */
    public static Deconvolution2D transposedConvolution(
            int inputs, int outputs, Kernel kernel, boolean bias, IActivation activation) {
        return new Deconvolution2D.Builder(sides(kernel.size), sides(kernel.stride), sides(kernel.padding))
                .nIn(inputs)
                .nOut(outputs)
                .hasBias(bias)
                .convolutionMode(ConvolutionMode.Truncate)
                .activation(activation)
                .build();
    }

    /** Batch normalisation of so many channels. DL4J's has no activation: that takes a layer of its own. */
    public static BatchNormalization normalization(int channels) {
        return new BatchNormalization.Builder()
                .decay(DECAY)
                .eps(EPSILON)
                .useLogStd(false)
                .nIn(channels)
                .nOut(channels)
                .build();
    }

    /** No activation: the layer that follows has it. */
    public static IActivation identity() {
        return Activation.IDENTITY.getActivationFunction();
    }

    private static int[] sides(int length) {
        return new int[] {length, length};
    }
}
