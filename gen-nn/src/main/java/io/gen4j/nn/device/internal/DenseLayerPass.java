package io.gen4j.nn.device.internal;

import io.gen4j.nn.graph.LayerParameters;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer without its activation: y = x W + b. */
final class DenseLayerPass implements LayerPass {

    private final DeviceArrays arrays;
    private final INDArray weights;
    private final @Nullable INDArray bias;
    private final INDArray input;
    private final INDArray output;
    private final INDArray outputGradient;

    DenseLayerPass(LayerParameters parameters, String layer, INDArray input, DeviceArrays arrays) {
        this(parameters.weights(layer), parameters.hasBias(layer) ? parameters.bias(layer) : null, input, arrays);
    }

    private DenseLayerPass(INDArray weights, @Nullable INDArray bias, INDArray input, DeviceArrays arrays) {
        if (input.size(1) != weights.size(0)) {
            throw new IllegalArgumentException(
                    "a dense layer of " + weights.size(0) + " inputs follows " + input.size(1) + " outputs");
        }
        this.arrays = arrays;
        this.weights = weights;
        this.bias = bias;
        this.input = input;
        this.output = arrays.zeros(input.size(0), weights.size(1));
        this.outputGradient = arrays.zeros(input.size(0), weights.size(1));
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray outputGradient() {
        return outputGradient;
    }

    @Override
    public void forward(Program program) {
        program.matrixProduct(input, false, weights, false, output);
        if (bias != null) {
            program.add("biasadd", new INDArray[] {output, DeviceArrays.as(bias, bias.length())}, output, new long[0]);
        }
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        if (gradients != null) {
            program.matrixProduct(input, true, outputGradient, false, gradients.by(weights));
            if (bias != null) {
                INDArray ones = arrays.filled(1, 1, input.size(0));
                program.matrixProduct(
                        ones, false, outputGradient, false, DeviceArrays.as(gradients.by(bias), 1, bias.length()));
            }
        }
        if (inputGradient != null) {
            program.matrixProduct(outputGradient, false, weights, true, inputGradient);
        }
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        return new DenseLayerPass(weights, null, direction, arrays);
    }
}
