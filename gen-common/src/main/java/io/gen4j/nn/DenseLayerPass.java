package io.gen4j.nn;

import io.gen4j.runtime.HostMemory;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward and backward pass of one dense layer, y = f(x W + b). Arrays of activations are {@code [n, size]} in 'c' order;
 * their transposes are 'f' order, for which {@code Nd4j.gemm} calls BLAS without a copy.
 */
final class DenseLayerPass {

    private final INDArray weights;
    private final INDArray weightGradients;
    private final INDArray bias;
    private final INDArray biasGradients;
    private final Activation activation;
    private final @Nullable Dropout dropout;
    private RandomGenerator random = new SplittableRandom(0);

    DenseLayerPass(GraphParameters parameters, DenseNetwork.Layer layer) {
        weights = parameters.weights(layer.name());
        weightGradients = parameters.gradientOf(weights);
        bias = parameters.bias(layer.name());
        biasGradients = parameters.gradientOf(bias);
        activation = layer.activation();
        dropout = layer.dropout() > 0 ? new Dropout(layer.dropout()) : null;
    }

    void randomize(RandomGenerator newRandom) {
        random = newRandom;
    }

    int inputs() {
        return (int) weights.size(0);
    }

    int outputs() {
        return (int) weights.size(1);
    }

    void forward(INDArray x, INDArray y) {
        Nd4j.gemm(weights, x.transpose(), y.transpose(), true, false, 1, 0);
        int width = outputs();
        float[] offsets = new float[width];
        HostMemory.read(bias, 0, offsets, width);
        float[] row = new float[width];
        for (long r = 0; r < y.size(0); r++) {
            HostMemory.read(y, r * width, row, width);
            for (int i = 0; i < width; i++) {
                row[i] += offsets[i];
            }
            activation.apply(row, width);
            if (dropout != null) {
                dropout.apply(row, (int) r * width, width, (int) y.length(), random);
            }
            HostMemory.write(row, y, r * width, width);
        }
    }

    boolean isPiecewiseLinear() {
        return activation.isPiecewiseLinear();
    }

    /** Computes the derivative of y along the direction {@code tangent} of x, where x gave {@code y}. */
    void forwardTangent(INDArray tangent, INDArray y, INDArray outputTangent) {
        Nd4j.gemm(weights, tangent.transpose(), outputTangent.transpose(), true, false, 1, 0);
        backwardActivation(y, outputTangent, ParameterGradients.SKIP);
    }

    /** Turns the gradient by y into the gradient by x W + b, in place, and sums it up for the bias. */
    void backwardActivation(INDArray y, INDArray gradient, ParameterGradients parameterGradients) {
        int width = outputs();
        float[] sums = new float[width];
        if (parameterGradients == ParameterGradients.ADD) {
            HostMemory.read(biasGradients, 0, sums, width);
        }
        float[] row = new float[width];
        float[] outputs = new float[width];
        for (long r = 0; r < y.size(0); r++) {
            HostMemory.read(gradient, r * width, row, width);
            if (dropout != null) {
                // Where a value was kept, y is scaled, which changes no sign: piecewise linear activations do not mind.
                dropout.multiplyByDerivative(row, (int) r * width, width);
            }
            if (activation != Activation.IDENTITY) {
                HostMemory.read(y, r * width, outputs, width);
                activation.multiplyByDerivative(row, outputs, width);
            }
            HostMemory.write(row, gradient, r * width, width);
            for (int i = 0; i < width; i++) {
                sums[i] += row[i];
            }
        }
        if (parameterGradients != ParameterGradients.SKIP) {
            HostMemory.write(sums, biasGradients, 0, width);
        }
    }

    void clearBiasGradients() {
        biasGradients.assign(0);
    }

    void backwardWeights(INDArray x, INDArray gradient, ParameterGradients parameterGradients) {
        if (parameterGradients != ParameterGradients.SKIP) {
            double keep = parameterGradients == ParameterGradients.ADD ? 1 : 0;
            Nd4j.gemm(x.transpose(), gradient.transpose(), weightGradients, false, true, 1, keep);
        }
    }

    void backwardInput(INDArray gradient, INDArray inputGradient) {
        Nd4j.gemm(weights, gradient.transpose(), inputGradient.transpose(), false, false, 1, 0);
    }
}
