package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.ColumnPartition;
import io.gen4j.nn.internal.ColumnPartition.Slice;
import io.gen4j.nn.internal.Dropout;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.HostFloats;
import io.gen4j.runtime.internal.MatrixProduct;
import io.gen4j.runtime.internal.MatrixProduct.Matrix;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The forward and backward pass of one dense layer, y = f(x W + b). Activations are {@code [n, size]} in 'c' order; BLAS
 * reads them as their transposes. Each pass works on a slice of the outputs or inputs, so several threads share a layer.
 */
final class DenseLayerKernel {

    private final INDArray weights;
    private final INDArray weightGradients;
    private final INDArray bias;
    private final INDArray biasGradients;
    private final Activation activation;
    private final @Nullable Dropout dropout;
    private RandomGenerator random = new SplittableRandom(0);

    DenseLayerKernel(LayerParameters parameters, DenseNetwork.Layer layer) {
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

    boolean isPiecewiseLinear() {
        return activation.isPiecewiseLinear();
    }

    boolean hasDropout() {
        return dropout != null;
    }

    InferenceEngine.Layer forEngine() {
        return new InferenceEngine.Layer(weights, bias, activation);
    }

    /** Computes y and writes it to the rows of {@code target} from {@code firstRow} on. */
    void forward(INDArray x, INDArray target, long firstRow) {
        int rows = (int) x.size(0);
        if (dropout != null) {
            dropout.draw(rows * outputs(), outputs(), random);
        }
        Matrix y = new Matrix(target, firstRow * outputs(), outputs(), rows, outputs());
        ColumnPartition.run(outputs(), slice -> {
            multiply(x, y, slice);
            forwardActivation(y, slice);
        });
    }

    private void multiply(INDArray x, Matrix y, Slice slice) {
        MatrixProduct.multiply(
                Matrix.of(weights, inputs()).columns(slice.from(), slice.to()),
                true,
                Matrix.of(x, inputs()),
                false,
                y.rows(slice.from(), slice.to()),
                0);
    }

    private void forwardActivation(Matrix y, Slice slice) {
        int width = slice.width();
        float[] offsets = new float[width];
        HostMemory.read(bias, slice.from(), offsets, width);
        float[] row = new float[width];
        HostFloats values = HostFloats.of(y.array());
        for (int r = 0; r < y.columns(); r++) {
            int start = r * outputs() + slice.from();
            values.read(y.offset() + start, row, width);
            for (int i = 0; i < width; i++) {
                row[i] += offsets[i];
            }
            activation.apply(row, width);
            if (dropout != null) {
                dropout.apply(row, start, width);
            }
            values.write(row, y.offset() + start, width);
        }
    }

    /** Computes the derivative of {@code y} along the direction {@code tangent} of x. */
    void forwardTangent(INDArray tangent, INDArray y, INDArray outputTangent) {
        ColumnPartition.run(outputs(), slice -> {
            multiply(tangent, Matrix.of(outputTangent, outputs()), slice);
            backwardActivation(y, outputTangent, slice, ParameterGradients.SKIP);
        });
    }

    /** Computes the gradient by x from the gradient by x W + b. */
    void backwardInput(INDArray gradient, INDArray inputGradient) {
        ColumnPartition.run(inputs(), slice -> backwardInput(gradient, inputGradient, slice));
    }

    /** As {@link #backwardInput(INDArray, INDArray)}, for a slice of the inputs. */
    void backwardInput(INDArray gradient, INDArray inputGradient, Slice inputs) {
        MatrixProduct.multiply(
                Matrix.of(weights, inputs()).rows(inputs.from(), inputs.to()),
                false,
                Matrix.of(gradient, outputs()),
                false,
                Matrix.of(inputGradient, inputs()).rows(inputs.from(), inputs.to()),
                0);
    }

    /** Replaces the gradient by y with the gradient by x W + b, and computes the gradients by weights and bias. */
    void backwardParameters(
            INDArray x, INDArray y, INDArray gradient, Slice outputs, ParameterGradients parameterGradients) {
        backwardActivation(y, gradient, outputs, parameterGradients);
        backwardWeights(x, gradient, outputs, parameterGradients);
    }

    /** As {@link #backwardParameters}, for the linearised layer, which has no bias: its gradient is 0. */
    void backwardWeightsAlone(
            INDArray x, INDArray y, INDArray gradient, Slice outputs, ParameterGradients parameterGradients) {
        backwardActivation(y, gradient, outputs, ParameterGradients.SKIP);
        backwardWeights(x, gradient, outputs, parameterGradients);
        if (parameterGradients == ParameterGradients.WRITE) {
            HostMemory.write(new float[outputs.width()], biasGradients, outputs.from(), outputs.width());
        }
    }

    private void backwardActivation(INDArray y, INDArray gradient, Slice slice, ParameterGradients parameterGradients) {
        int width = slice.width();
        float[] sums = new float[width];
        if (parameterGradients == ParameterGradients.ADD) {
            HostMemory.read(biasGradients, slice.from(), sums, width);
        }
        float[] row = new float[width];
        float[] outputs = new float[width];
        HostFloats values = HostFloats.of(y);
        HostFloats slopes = HostFloats.of(gradient);
        for (long r = 0; r < y.size(0); r++) {
            long start = r * outputs() + slice.from();
            slopes.read(start, row, width);
            if (dropout != null) {
                // Dropout scales y by a positive factor, which keeps its sign: enough for the slope of a piecewise
                // linear function.
                dropout.multiplyByDerivative(row, (int) start, width);
            }
            if (activation != Activation.IDENTITY) {
                values.read(start, outputs, width);
                activation.multiplyByDerivative(row, outputs, width);
            }
            if (dropout != null || activation != Activation.IDENTITY) {
                slopes.write(row, start, width);
            }
            for (int i = 0; i < width; i++) {
                sums[i] += row[i];
            }
        }
        if (parameterGradients != ParameterGradients.SKIP) {
            HostMemory.write(sums, biasGradients, slice.from(), width);
        }
    }

    private void backwardWeights(INDArray x, INDArray gradient, Slice slice, ParameterGradients parameterGradients) {
        if (parameterGradients != ParameterGradients.SKIP) {
            MatrixProduct.multiply(
                    Matrix.of(x, inputs()),
                    false,
                    Matrix.of(gradient, outputs()).rows(slice.from(), slice.to()),
                    true,
                    Matrix.of(weightGradients, inputs()).columns(slice.from(), slice.to()),
                    parameterGradients == ParameterGradients.ADD ? 1 : 0);
        }
    }
}
