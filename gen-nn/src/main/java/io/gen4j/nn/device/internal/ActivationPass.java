package io.gen4j.nn.device.internal;

import io.gen4j.nn.graph.Activation;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An activation. Piecewise linear ones overwrite their input. */
final class ActivationPass implements LayerPass {

    private static final long[] NONE = {};

    private final Activation activation;
    private final INDArray input;
    private final INDArray output;
    private final INDArray inputGradient;

    /** @param inputGradient the array of the gradient by the input; the gradient by the output lies there too */
    ActivationPass(Activation activation, INDArray input, INDArray inputGradient, DeviceArrays arrays) {
        this.activation = activation;
        this.input = input;
        this.output = activation.isPiecewiseLinear() ? input : arrays.zeros(input.shape());
        this.inputGradient = inputGradient;
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray outputGradient() {
        return inputGradient;
    }

    @Override
    public void forward(Program program) {
        switch (activation) {
            case IDENTITY -> {}
            case RELU -> program.relu(input, output);
            case LEAKY_RELU -> program.add("lrelu", new INDArray[] {input}, output, NONE, Activation.LEAK);
            case TANH -> program.add("tanh", new INDArray[] {input}, output, NONE);
            case SIGMOID -> program.sigmoid(input, output);
        }
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray target) {
        slope(program, activation, input, inputGradient);
        if (target != null && target != inputGradient) {
            program.assign(inputGradient, target);
        }
    }

    /** Multiplies values by the derivative at x. For piecewise linear functions, their outputs serve as x. */
    private static void slope(Program program, Activation activation, INDArray x, INDArray values) {
        switch (activation) {
            case IDENTITY -> {}
            case RELU -> program.reluSlope(x, values, values);
            case LEAKY_RELU -> program.add("lrelu_bp", new INDArray[] {x, values}, values, NONE, Activation.LEAK);
            case TANH -> program.add("tanh_bp", new INDArray[] {x, values}, values, NONE);
            case SIGMOID -> program.add("sigmoid_bp", new INDArray[] {x, values}, values, NONE);
        }
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        if (!activation.isPiecewiseLinear()) {
            throw new UnsupportedOperationException(
                    "a network with a tanh or a sigmoid within has no second derivatives");
        }
        return new Slope(direction, directionGradient);
    }

    /** The multiplication by the activation's derivative, in place. */
    private final class Slope implements LayerPass {

        private final INDArray direction;
        private final INDArray gradient;

        Slope(INDArray direction, INDArray gradient) {
            this.direction = direction;
            this.gradient = gradient;
        }

        @Override
        public INDArray output() {
            return direction;
        }

        @Override
        public INDArray outputGradient() {
            return gradient;
        }

        @Override
        public void forward(Program program) {
            slope(program, activation, input, direction);
        }

        @Override
        public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray target) {
            slope(program, activation, input, gradient);
        }

        @Override
        public LayerPass linearized(INDArray other, INDArray otherGradient) {
            return new Slope(other, otherGradient);
        }
    }
}
