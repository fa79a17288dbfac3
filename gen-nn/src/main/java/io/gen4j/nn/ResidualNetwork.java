package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.internal.ArraysBySize;
import io.gen4j.runtime.internal.InputRows;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A residual block, y = f(body(x) + shortcut(x)) (He et al. 2016, arXiv:1512.03385). {@link Network#of} creates it where
 * an ElementWiseVertex adds a convolution to the path.
 */
final class ResidualNetwork implements Network {

    private final Network body;
    private final Network shortcut;
    private final Activation activation;
    private final ArraysBySize outputsBySize = new ArraysBySize();
    private final ArraysBySize gradientsBySize = new ArraysBySize();
    private final ArraysBySize copiesBySize = new ArraysBySize();
    private final ArraysBySize derivativesBySize = new ArraysBySize();
    private INDArray outputs = Nd4j.empty(DataType.FLOAT);

    /**
     * Creates a block.
     *
     * @param body without the last activation; closed with the block, like {@code shortcut}
     * @param activation of the sum
     */
    ResidualNetwork(Network body, Network shortcut, Activation activation) {
        this.body = body;
        this.shortcut = shortcut;
        this.activation = activation;
    }

    @Override
    public void randomize(RandomGenerator random) {
        body.randomize(random);
        shortcut.randomize(random);
    }

    @Override
    public INDArray forward(INDArray input) {
        INDArray first = body.forward(input);
        INDArray second = shortcut.forward(input);
        outputs = outputsBySize.get(first.size(0), first.size(1));
        ArrayPair.combine(first, second, outputs, this::activatedSum);
        return outputs;
    }

    private void activatedSum(float[] a, float[] b, int length) {
        ArrayPair.sum(a, b, length);
        activation.apply(a, length);
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray bySum = bySum(gradient);
        INDArray copy = copy(bySum);
        body.backward(bySum, parameterGradients);
        shortcut.backward(copy, parameterGradients);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        return backwardToInput(body, shortcut, gradient, parameterGradients);
    }

    private INDArray backwardToInput(
            Network first, Network second, INDArray gradient, ParameterGradients parameterGradients) {
        INDArray bySum = bySum(gradient);
        INDArray copy = copy(bySum);
        INDArray byInput = first.backwardToInput(bySum, parameterGradients);
        ArrayPair.add(byInput, second.backwardToInput(copy, parameterGradients));
        return byInput;
    }

    /** The gradient by the sum, from that by the outputs. */
    private INDArray bySum(INDArray gradient) {
        if (outputs.isEmpty()) {
            throw new IllegalStateException("backward before forward");
        }
        InputRows.requireExact("gradient", gradient, outputs.size(1), outputs.size(0));
        INDArray bySum = gradientsBySize.get(outputs.size(0), outputs.size(1));
        ArrayPair.combine(gradient, outputs, bySum, activation::multiplyByDerivative);
        return bySum;
    }

    /** A network overwrites the gradient that it takes, so the second one needs a copy. */
    private INDArray copy(INDArray gradient) {
        INDArray copy = copiesBySize.get(gradient.size(0), gradient.size(1));
        copy.assign(gradient);
        return copy;
    }

    @Override
    public Network linearized() {
        if (!activation.isPiecewiseLinear()) {
            throw new UnsupportedOperationException("a residual block with a curve has no second derivatives");
        }
        return new Linearized(body.linearized(), shortcut.linearized());
    }

    @Override
    public void close() {
        body.close();
        shortcut.close();
        List.of(outputsBySize, gradientsBySize, copiesBySize, derivativesBySize).forEach(ArraysBySize::close);
    }

    /** The sum of the two linear approximations, times the slope of the activation. */
    private final class Linearized implements Network {

        private final Network linearBody;
        private final Network linearShortcut;

        Linearized(Network linearBody, Network linearShortcut) {
            this.linearBody = linearBody;
            this.linearShortcut = linearShortcut;
        }

        @Override
        public INDArray forward(INDArray direction) {
            INDArray derivative = derivativesBySize.get(outputs.size(0), outputs.size(1));
            derivative.assign(linearBody.forward(direction));
            ArrayPair.add(derivative, linearShortcut.forward(direction));
            ArrayPair.combine(derivative, outputs, derivative, activation::multiplyByDerivative);
            return derivative;
        }

        @Override
        public void backward(INDArray gradient, ParameterGradients parameterGradients) {
            INDArray bySum = bySum(gradient);
            INDArray copy = copy(bySum);
            linearBody.backward(bySum, parameterGradients);
            linearShortcut.backward(copy, parameterGradients);
        }

        @Override
        public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
            return ResidualNetwork.this.backwardToInput(linearBody, linearShortcut, gradient, parameterGradients);
        }

        /** Does nothing: the block owns the arrays. */
        @Override
        public void close() {}
    }
}
