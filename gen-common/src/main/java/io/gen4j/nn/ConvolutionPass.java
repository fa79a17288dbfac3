package io.gen4j.nn;

import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution or a transposed one, without its bias, by ND4J's operations, which oneDNN runs. Each is the other's
 * derivative by its input. Arrays have their channels last; weights lie as DL4J and PyTorch have them.
 */
final class ConvolutionPass {

    /** Flags of ND4J's operations: channels last, and weights {@code [out, in, height, width]}. */
    private static final int NHWC = 1;

    private static final int OIYX = 1;

    private final INDArray weights;
    private final INDArray weightGradients;
    private final boolean transposed;
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;

    ConvolutionPass(GraphParameters parameters, String layer) {
        ConvolutionLayer configuration = (ConvolutionLayer) parameters.configuration(layer);
        weights = parameters.weights(layer);
        weightGradients = parameters.gradientOf(weights);
        transposed = configuration instanceof Deconvolution2D;
        kernel = configuration.getKernelSize();
        stride = configuration.getStride();
        padding = configuration.getPadding();
    }

    /**
     * The shape of the output.
     *
     * @throws IllegalArgumentException if the channels are not those of the weights, or a stride leaves pixels over
     */
    FeatureMap output(FeatureMap input) {
        int inputs = (int) weights.size(transposed ? 0 : 1);
        int outputs = (int) weights.size(transposed ? 1 : 0);
        if (input.channels() != inputs) {
            throw new IllegalArgumentException("the input has " + input.channels() + " channels: must have " + inputs);
        }
        return new FeatureMap(outputs, side(input.height(), 0), side(input.width(), 1));
    }

    private int side(int length, int axis) {
        if (transposed) {
            return (length - 1) * stride[axis] + kernel[axis] - 2 * padding[axis];
        }
        int steps = length + 2 * padding[axis] - kernel[axis];
        if (steps < 0 || steps % stride[axis] != 0) {
            throw new IllegalArgumentException("a side of " + length + " pixels does not fit kernel " + kernel[axis]
                    + ", stride " + stride[axis] + " and padding " + padding[axis]);
        }
        return steps / stride[axis] + 1;
    }

    /** Computes {@code y} from {@code x}. */
    CustomOp forward(INDArray x, INDArray y) {
        return operation(transposed, "", new INDArray[] {x, weights}, y);
    }

    /**
     * Takes the gradient by y back.
     *
     * @param inputGradient receives the gradient by x, if {@code toInput}
     */
    void backward(
            INDArray x,
            INDArray gradient,
            INDArray inputGradient,
            ParameterGradients parameterGradients,
            boolean toInput) {
        switch (parameterGradients) {
            case SKIP -> {
                if (toInput) {
                    execute(operation(!transposed, "", new INDArray[] {gradient, weights}, inputGradient));
                }
            }
            case WRITE -> execute(backward(x, gradient, inputGradient, weightGradients));
            case ADD -> {
                try (INDArray addend = weightGradients.ulike()) {
                    execute(backward(x, gradient, inputGradient, addend));
                    weightGradients.addi(addend);
                }
            }
        }
    }

    private CustomOp backward(INDArray x, INDArray gradient, INDArray inputGradient, INDArray target) {
        return operation(transposed, "_bp", new INDArray[] {x, weights, gradient}, inputGradient, target);
    }

    private CustomOp operation(boolean deconvolution, String suffix, INDArray[] inputs, INDArray... outputs) {
        return DynamicCustomOp.builder((deconvolution ? "deconv2d" : "conv2d") + suffix)
                .addInputs(inputs)
                .addOutputs(outputs)
                .addIntegerArguments(
                        kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], 1, 1, 0, NHWC, OIYX)
                .build();
    }

    static void execute(CustomOp operation) {
        Nd4j.getExecutioner().exec(operation);
    }
}
