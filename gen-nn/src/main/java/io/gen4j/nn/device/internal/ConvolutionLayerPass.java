package io.gen4j.nn.device.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution or a transposed convolution without its activation. */
final class ConvolutionLayerPass implements LayerPass {

    private final DeviceArrays arrays;
    private final INDArray weights;
    private final @Nullable INDArray bias;
    private final boolean transposed;
    private final long[] arguments;
    private final FeatureMap inputMap;
    private final FeatureMap outputMap;
    private final INDArray input;
    private final INDArray output;
    private final INDArray outputGradient;
    private @Nullable INDArray unused;

    ConvolutionLayerPass(
            LayerParameters parameters, String layer, FeatureMap map, INDArray input, DeviceArrays arrays) {
        ConvolutionLayer configuration = (ConvolutionLayer) parameters.configuration(layer);
        this.arrays = arrays;
        this.weights = parameters.weights(layer);
        this.bias = parameters.hasBias(layer) ? parameters.bias(layer) : null;
        this.transposed = configuration instanceof Deconvolution2D;
        int[] kernel = configuration.getKernelSize();
        int[] stride = configuration.getStride();
        int[] padding = configuration.getPadding();
        // The last three: explicit padding, channels first, weights as [outputs, inputs, height, width].
        this.arguments = new long[] {kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], 1, 1, 0, 0, 1};
        this.inputMap = map;
        this.outputMap = new FeatureMap(
                (int) weights.size(transposed ? 1 : 0),
                side(map.height(), kernel[0], stride[0], padding[0]),
                side(map.width(), kernel[1], stride[1], padding[1]));
        if (map.channels() != weights.size(transposed ? 0 : 1)) {
            throw new IllegalArgumentException("\"" + layer + "\" has weights for " + weights.size(transposed ? 0 : 1)
                    + " channels, and its input has " + map.channels());
        }
        this.input = input;
        this.output = arrays.zeros(input.size(0), outputMap.size());
        this.outputGradient = arrays.zeros(input.size(0), outputMap.size());
    }

    /** The linear part of another pass. */
    private ConvolutionLayerPass(ConvolutionLayerPass primal, INDArray direction) {
        this.arrays = primal.arrays;
        this.weights = primal.weights;
        this.bias = null;
        this.transposed = primal.transposed;
        this.arguments = primal.arguments;
        this.inputMap = primal.inputMap;
        this.outputMap = primal.outputMap;
        this.input = direction;
        this.output = arrays.zeros(direction.size(0), outputMap.size());
        this.outputGradient = arrays.zeros(direction.size(0), outputMap.size());
    }

    private int side(int length, int kernel, int stride, int padding) {
        return transposed ? (length - 1) * stride + kernel - 2 * padding : (length + 2 * padding - kernel) / stride + 1;
    }

    FeatureMap outputMap() {
        return outputMap;
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray outputGradient() {
        return outputGradient;
    }

    private static INDArray images(INDArray rows, FeatureMap map) {
        return DeviceArrays.as(rows, rows.size(0), map.channels(), map.height(), map.width());
    }

    private INDArray[] operands(INDArray first, INDArray... last) {
        int weighted = bias == null ? 2 : 3;
        INDArray[] operands = new INDArray[weighted + last.length];
        operands[0] = first;
        operands[1] = weights;
        if (bias != null) {
            operands[2] = DeviceArrays.as(bias, bias.length());
        }
        System.arraycopy(last, 0, operands, weighted, last.length);
        return operands;
    }

    @Override
    public void forward(Program program) {
        program.add(
                transposed ? "deconv2d" : "conv2d",
                operands(images(input, inputMap)),
                images(output, outputMap),
                arguments);
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        INDArray gradient = images(outputGradient, outputMap);
        if (gradients == null) {
            if (inputGradient != null) {
                // Each of the two is the derivative of the other by its input.
                program.add(
                        transposed ? "conv2d" : "deconv2d",
                        new INDArray[] {gradient, weights},
                        images(inputGradient, inputMap),
                        arguments);
            }
            return;
        }
        INDArray target = images(inputGradient == null ? unused() : inputGradient, inputMap);
        INDArray byWeights = gradients.by(weights);
        INDArray[] targets = bias == null
                ? new INDArray[] {target, byWeights}
                : new INDArray[] {target, byWeights, gradients.vectorBy(bias)};
        program.add(
                transposed ? "deconv2d_bp" : "conv2d_bp",
                operands(images(input, inputMap), gradient),
                targets,
                arguments);
    }

    /** ND4J's operation writes the gradient by the input, even if nothing reads it. */
    private INDArray unused() {
        if (unused == null) {
            unused = arrays.zeros(input.size(0), inputMap.size());
        }
        return unused;
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        return new ConvolutionLayerPass(this, direction);
    }
}
