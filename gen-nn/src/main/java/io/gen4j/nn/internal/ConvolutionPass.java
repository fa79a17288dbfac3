package io.gen4j.nn.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution or a transposed convolution without its bias. Each is the derivative of the other with respect to its
 * input. Arrays have their channels last, and weights have the layout of DL4J and PyTorch. {@link EngineConvolution}
 * computes it on the CPU, ND4J's operations on other backends.
 */
public final class ConvolutionPass implements AutoCloseable {

    /** Flags of ND4J's operations: channels last and weights {@code [out, in, height, width]}. */
    private static final int NHWC = 1;

    private static final int OIYX = 1;

    private final INDArray weights;
    private final INDArray weightGradients;
    private final boolean transposed;
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;
    private final FeatureMap output;
    private final @Nullable FastestConvolution convolution;
    private @Nullable ConvolutionKernels kernels;

    /**
     * Makes a pass for the named layer.
     *
     * @throws IllegalArgumentException if the channels differ from those of the weights, or the strides do not cover
     *     all pixels
     */
    public ConvolutionPass(LayerParameters parameters, String layer, FeatureMap input) {
        ConvolutionLayer configuration = (ConvolutionLayer) parameters.configuration(layer);
        weights = parameters.weights(layer);
        weightGradients = parameters.gradientOf(weights);
        transposed = configuration instanceof Deconvolution2D;
        kernel = configuration.getKernelSize();
        stride = configuration.getStride();
        padding = configuration.getPadding();
        output = output(parameters, layer, input);
        convolution = HostMemory.isLocal()
                ? new FastestConvolution(
                        transposed ? output : input,
                        transposed ? input : output,
                        new MatrixConvolution.Kernel(kernel, stride, padding))
                : null;
    }

    /** The shape of the output. */
    public FeatureMap output() {
        return output;
    }

    /**
     * Computes the shape of the named layer's output.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public static FeatureMap output(LayerParameters parameters, String layer, FeatureMap input) {
        ConvolutionLayer configuration = (ConvolutionLayer) parameters.configuration(layer);
        INDArray weights = parameters.weights(layer);
        boolean transposed = configuration instanceof Deconvolution2D;
        int inputs = (int) weights.size(transposed ? 0 : 1);
        int outputs = (int) weights.size(transposed ? 1 : 0);
        if (input.channels() != inputs) {
            throw new IllegalArgumentException("the input has " + input.channels() + " channels: must have " + inputs);
        }
        return new FeatureMap(outputs, side(configuration, input.height(), 0), side(configuration, input.width(), 1));
    }

    private static int side(ConvolutionLayer configuration, int length, int axis) {
        int kernel = configuration.getKernelSize()[axis];
        int stride = configuration.getStride()[axis];
        int padding = configuration.getPadding()[axis];
        if (configuration instanceof Deconvolution2D) {
            return (length - 1) * stride + kernel - 2 * padding;
        }
        int steps = length + 2 * padding - kernel;
        if (steps < 0 || steps % stride != 0) {
            throw new IllegalArgumentException("a side of " + length + " pixels does not fit kernel " + kernel
                    + ", stride " + stride + " and padding " + padding);
        }
        return steps / stride + 1;
    }

    /** Computes {@code y} from {@code x}. */
    public void forward(INDArray x, INDArray y) {
        if (convolution == null) {
            execute(transposed, "", new INDArray[] {x, weights}, y);
            return;
        }
        kernels = convolution.of(x.size(0));
        kernels.take(weights);
        if (transposed) {
            kernels.toLarge(x, y);
        } else {
            kernels.toSmall(x, y);
        }
    }

    /**
     * Propagates the gradient with respect to y back, with the weights of the last {@link #forward}.
     *
     * @param inputGradient receives the gradient with respect to x, if {@code toInput}
     */
    public void backward(
            INDArray x,
            INDArray gradient,
            INDArray inputGradient,
            ParameterGradients parameterGradients,
            boolean toInput) {
        backwardWeights(x, gradient, parameterGradients);
        if (toInput) {
            backwardInput(gradient, inputGradient);
        }
    }

    private void backwardInput(INDArray gradient, INDArray inputGradient) {
        if (kernels == null) {
            execute(!transposed, "", new INDArray[] {gradient, weights}, inputGradient);
        } else if (transposed) {
            kernels.toSmall(gradient, inputGradient);
        } else {
            kernels.toLarge(gradient, inputGradient);
        }
    }

    private void backwardWeights(INDArray x, INDArray gradient, ParameterGradients parameterGradients) {
        if (parameterGradients == ParameterGradients.SKIP) {
            return;
        }
        if (kernels != null) {
            kernels.byWeights(
                    transposed ? gradient : x, transposed ? x : gradient, weightGradients, parameterGradients);
            return;
        }
        try (INDArray inputGradient = x.ulike();
                INDArray addend = weightGradients.ulike()) {
            INDArray target = parameterGradients == ParameterGradients.ADD ? addend : weightGradients;
            execute(transposed, "_bp", new INDArray[] {x, weights, gradient}, inputGradient, target);
            if (target == addend) {
                weightGradients.addi(addend);
            }
        }
    }

    private void execute(boolean deconvolution, String suffix, INDArray[] inputs, INDArray... outputs) {
        Nd4j.getExecutioner()
                .exec(DynamicCustomOp.builder((deconvolution ? "deconv2d" : "conv2d") + suffix)
                        .addInputs(inputs)
                        .addOutputs(outputs)
                        .addIntegerArguments(
                                kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], 1, 1, 0, NHWC, OIYX)
                        .build());
    }

    @Override
    public void close() {
        if (convolution != null) {
            convolution.close();
        }
    }
}
